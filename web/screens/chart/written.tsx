import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { isDenial, problemOf } from "../../api/problem.ts";
import type { Recorded } from "../../api/transport.ts";
import { OutcomeBadge } from "../../ui/badge/badge.tsx";
import { TextLink } from "../../ui/button/button.tsx";
import { Panel } from "../../ui/layout/panel.tsx";
import { TimeContext, TimeText } from "../../ui/text/time-text.tsx";
import styles from "./chart.module.css";

interface WrittenEntry {
  readonly id: string;
  /** What was asked for: `Diagnoses`. */
  readonly what: string;
  readonly at: string;
  readonly outcome: Outcome;
}

type Outcome = "permit" | "deny" | "error";

type Keep = <T>(what: string, ask: Promise<Recorded<T>>) => Promise<T>;

const WrittenContext = createContext<readonly WrittenEntry[]>([]);
const KeepContext = createContext<Keep>(async (_what, ask) => (await ask).value);

/** Keeps what this screen's questions wrote into the record, so that looking at it need not ask, and write, again. */
export function WrittenProvider({ children }: { readonly children: ReactNode }) {
  const [entries, setEntries] = useState<readonly WrittenEntry[]>([]);
  const { now } = useContext(TimeContext);
  const note = useCallback(
    (id: string | null | undefined, what: string, outcome: Outcome) => {
      if (id === null || id === undefined) return;
      const entry = { id, what, outcome, at: new Date(now()).toISOString() };
      setEntries((before) => [entry, ...before.filter((other) => other.id !== id)]);
    },
    [now],
  );
  const keep = useCallback<Keep>(
    async (what, ask) => {
      try {
        const { value, entryId } = await ask;
        note(entryId, what, "permit");
        return value;
      } catch (error) {
        const problem = problemOf(error);
        note(problem.entry, what, isDenial(problem) ? "deny" : "error");
        throw error;
      }
    },
    [note],
  );
  return (
    <KeepContext value={keep}>
      <WrittenContext value={entries}>{children}</WrittenContext>
    </KeepContext>
  );
}

/** Asks, and keeps the entry that the question wrote, denials included. */
export function useKeep(): Keep {
  return useContext(KeepContext);
}

const MOST = 12;

/** One's own entries, as they are written. */
export function WrittenPanel() {
  const entries = useContext(WrittenContext);
  return (
    <Panel title="Just written to the record" plain>
      {entries.length === 0 ? (
        <p className={styles["soft"]}>Nothing yet. Each look writes an entry before anything is shown.</p>
      ) : (
        <ol className={styles["written"]}>
          {entries.slice(0, MOST).map(({ id, what, at, outcome }) => (
            <li key={id}>
              <span>
                <TextLink href={`/record/${id}`}>{what}</TextLink>
                {outcome !== "permit" && <OutcomeBadge outcome={outcome} />}
              </span>
              <TimeText at={at} form="absolute" />
            </li>
          ))}
        </ol>
      )}
      <p>
        <TextLink href="/record">All my entries</TextLink>
      </p>
    </Panel>
  );
}
