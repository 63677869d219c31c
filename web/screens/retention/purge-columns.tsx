import { Badge, type Tone } from "../../ui/badge/badge.tsx";
import { Button } from "../../ui/button/button.tsx";
import type { Column } from "../../ui/table/columns.ts";
import { TimeText } from "../../ui/text/time-text.tsx";
import { type Purge, type PurgeState, purgeState, whyNotConfirm } from "./retention.ts";
import styles from "./retention.module.css";
import type { useMe } from "./use-retention.ts";

export type PurgeAct = "confirm" | "withdraw";

const STATES: Readonly<Record<PurgeState, { readonly text: string; readonly tone: Tone }>> = {
  waiting: { text: "Waits for a second person", tone: "caution" },
  confirmed: { text: "Purged", tone: "permit" },
  withdrawn: { text: "Withdrawn", tone: "neutral" },
  refused: { text: "Refused", tone: "neutral" },
};

/** Columns of the purges; `ask` opens what confirms or withdraws one. */
export function columnsFor(
  me: ReturnType<typeof useMe>,
  ask: (purge: Purge, act: PurgeAct) => void,
): readonly Column<Purge>[] {
  return [
    {
      id: "months",
      title: "Months",
      cell: ({ months }) => months.join(", "),
      csv: ({ months }) => months.join(" "),
    },
    {
      id: "standing",
      title: "Standing",
      cell: (purge) => {
        const { text, tone } = STATES[purgeState(purge)];
        return <Badge tone={tone}>{text}</Badge>;
      },
      csv: purgeState,
    },
    {
      id: "next",
      title: "Next",
      cell: (purge) => (purgeState(purge) === "waiting" ? <Acts purge={purge} me={me} ask={ask} /> : "–"),
    },
    {
      id: "proposed",
      title: "Proposed",
      cell: ({ proposed }) => <Told decided={proposed} />,
      csv: ({ proposed }) => `${proposed.by} ${proposed.at}`,
    },
    {
      id: "why",
      title: "Why",
      cell: ({ proposed }) => proposed.reason,
      csv: ({ proposed }) => proposed.reason,
    },
    {
      id: "decided",
      title: "Decided",
      cell: ({ confirmed, withdrawn }) => <Told decided={confirmed ?? withdrawn} />,
      csv: ({ confirmed, withdrawn }) => toldText(confirmed ?? withdrawn),
    },
    { id: "id", title: "Id", cell: ({ id }) => <code>{id}</code>, csv: ({ id }) => id, hidden: true },
  ];
}

interface ActsProps {
  readonly purge: Purge;
  readonly me: ReturnType<typeof useMe>;
  readonly ask: (purge: Purge, act: PurgeAct) => void;
}

function Acts({ purge, me, ask }: ActsProps) {
  const why = whyNotConfirm(purge, me);
  const named = purge.months.join(", ");
  return (
    <div className={styles["acts"]}>
      <Button
        size="small"
        isDisabled={why !== null}
        aria-label={`Confirm the purge of ${named}`}
        onPress={() => ask(purge, "confirm")}
      >
        Confirm
      </Button>
      {me.rights.includes("administer") && (
        <Button
          size="small"
          kind="quiet"
          aria-label={`Withdraw the purge of ${named}`}
          onPress={() => ask(purge, "withdraw")}
        >
          Withdraw
        </Button>
      )}
      {why !== null && <span className={styles["soft"]}>{why}</span>}
    </div>
  );
}

type Decided = Pick<Purge["proposed"], "by" | "at">;

function Told({ decided }: { readonly decided: Decided | null }) {
  if (decided === null) return "–";
  return (
    <>
      {decided.by}, <TimeText at={decided.at} />
    </>
  );
}

function toldText(decided: Decided | null): string | null {
  return decided === null ? null : `${decided.by} ${decided.at}`;
}
