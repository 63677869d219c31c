import type { InferResponseType } from "hono/client";
import type { api } from "../../api/client.ts";
import { useSession } from "../../api/session-context.tsx";
import type { SessionPurpose } from "../../api/session.ts";
import { Badge } from "../../ui/badge/badge.tsx";
import { Button } from "../../ui/button/button.tsx";
import styles from "./work.module.css";

type Work = InferResponseType<typeof api.work.$get, 200>;

interface PurposeListProps {
  readonly purposes: readonly SessionPurpose[];
  /** What the role sees for each of them. */
  readonly sees: Work["sees"];
}

/** The purposes one may declare, with why and what one sees for each, and a press to switch to it. */
export function PurposeList({ purposes, sees }: PurposeListProps) {
  if (purposes.length === 0) {
    return <p>Your role has no purpose that one declares. Ask privacy if that hinders your work.</p>;
  }
  return (
    <ul className={styles["purposes"]}>
      {purposes.map((entry) => (
        <li key={entry.id} className={styles["purpose"]}>
          <div className={styles["head"]}>
            <h3>{entry.title}</h3>
            {entry.code !== null && <code>{entry.code}</code>}
            <Declared entry={entry} />
          </div>
          <p>{entry.why}</p>
          <Sees sentence={sees.find(({ purpose }) => purpose === entry.id)?.sentence} />
          {entry.reminder !== null && <p className={styles["reminder"]}>{entry.reminder}</p>}
        </li>
      ))}
    </ul>
  );
}

function Sees({ sentence }: { readonly sentence: string | undefined }) {
  return sentence === undefined ? null : (
    <p>
      <strong>Your role sees:</strong> {sentence}
    </p>
  );
}

function Declared({ entry }: { readonly entry: SessionPurpose }) {
  const { purpose, declarePurpose } = useSession();
  if (entry.id === purpose?.id) return <Badge tone="accent">Declared now</Badge>;
  if (entry.caseBound) return <Badge>Names its case</Badge>;
  return (
    <Button size="small" aria-label={`Switch to ${entry.title}`} onPress={() => declarePurpose(entry.id)}>
      Switch
    </Button>
  );
}
