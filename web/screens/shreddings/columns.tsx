import { Badge } from "../../ui/badge/badge.tsx";
import { Button } from "../../ui/button/button.tsx";
import type { Column } from "../../ui/table/columns.ts";
import { TimeText } from "../../ui/text/time-text.tsx";
import { type Shredding, stateOf, whyNotApprove } from "./shredding.ts";
import styles from "./shreddings.module.css";
import type { useMe } from "./use-shreddings.ts";

export type ShreddingAct = "approve" | "withdraw";

interface Asking {
  readonly me: ReturnType<typeof useMe>;
  readonly ask: (shredding: Shredding, act: ShreddingAct) => void;
}

/** Columns of the register. The first names the row by when it was proposed: by nothing of the patient. */
export function columnsFor(asking: Asking): readonly Column<Shredding>[] {
  return [
    { id: "proposed", title: "Proposed", cell: ({ proposed }) => <TimeText at={proposed.at} /> },
    {
      id: "standing",
      title: "Standing",
      cell: (shredding) => {
        const { text, tone } = stateOf(shredding);
        return <Badge tone={tone}>{text}</Badge>;
      },
    },
    {
      id: "next",
      title: "Next",
      cell: (shredding) =>
        shredding.state === "proposed" ? <Acts shredding={shredding} {...asking} /> : "–",
    },
    { id: "patient", title: "Whose key", cell: ({ patient }) => patient ?? "Nobody can tell" },
    { id: "reason", title: "Ground", cell: ({ reason }) => reason },
    { id: "by", title: "Proposed by", cell: ({ proposed }) => proposed.by },
    {
      id: "decided",
      title: "Decided",
      cell: ({ decided }) =>
        decided === null ? (
          "–"
        ) : (
          <>
            {decided.by}, <TimeText at={decided.at} />
          </>
        ),
    },
    { id: "id", title: "Id", cell: ({ id }) => <code>{id}</code>, hidden: true },
  ];
}

function Acts({ shredding, me, ask }: Asking & { readonly shredding: Shredding }) {
  const why = whyNotApprove(shredding, me);
  if (!me.rights.includes("administer")) return "–";
  return (
    <div className={styles["acts"]}>
      <Button size="small" isDisabled={why !== null} onPress={() => ask(shredding, "approve")}>
        Approve
      </Button>
      <Button size="small" kind="quiet" onPress={() => ask(shredding, "withdraw")}>
        Withdraw
      </Button>
      {why !== null && <span className={styles["soft"]}>{why}</span>}
    </div>
  );
}
