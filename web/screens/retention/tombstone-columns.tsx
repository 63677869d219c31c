import { Badge } from "../../ui/badge/badge.tsx";
import type { Column } from "../../ui/table/columns.ts";
import { TimeText } from "../../ui/text/time-text.tsx";
import type { Checks } from "./check-tombstones.ts";
import { hexOf } from "../../log/bytes.ts";
import { readNote } from "../../log/note.ts";
import { PLACES, type Tombstone } from "./retention.ts";

/** Columns of the tombstones, with what a check found of each. */
export function columnsFor(checks: Checks | null): readonly Column<Tombstone>[] {
  return [
    { id: "month", title: "Month", cell: ({ month }) => month.id, csv: ({ month }) => month.id },
    {
      id: "entries",
      title: "Entries",
      align: "end",
      cell: ({ month }) => month.entries.toLocaleString("en-US"),
      csv: ({ month }) => month.entries,
    },
    {
      id: "seq",
      title: "Numbers",
      cell: ({ month }) => `${month.firstSeq}–${month.lastSeq}`,
      csv: ({ month }) => `${month.firstSeq}-${month.lastSeq}`,
    },
    {
      id: "proof",
      title: "Proof",
      cell: (stone) => <Proof proven={checks?.proven.get(stone.checkpoint)} />,
      csv: (stone) => checks?.proven.get(stone.checkpoint) ?? "not checked",
    },
    { id: "at", title: "Went", cell: ({ at }) => <TimeText at={at} />, csv: ({ at }) => at },
    {
      id: "by",
      title: "By whom",
      cell: ({ proposedBy, confirmedBy }) => `${proposedBy} proposed, ${confirmedBy} confirmed`,
      csv: ({ proposedBy, confirmedBy }) => `${proposedBy} ${confirmedBy}`,
    },
    { id: "rule", title: "Under", cell: ({ rule }) => rule, csv: ({ rule }) => rule },
    {
      id: "place",
      title: "From",
      cell: ({ month }) => PLACES[month.place],
      csv: ({ month }) => month.place,
      hidden: true,
    },
    { id: "tree", title: "Tree of the time", cell: treeText, csv: ({ checkpoint }) => checkpoint },
  ];
}

function Proof({ proven }: { readonly proven: boolean | undefined }) {
  if (proven === undefined) return <Badge tone="outline">Not checked</Badge>;
  return proven ? (
    <Badge tone="permit" icon="check">
      Proven
    </Badge>
  ) : (
    <Badge tone="deny" icon="warning">
      Not proven
    </Badge>
  );
}

function treeText({ checkpoint }: Tombstone): string {
  const head = readNote(checkpoint);
  if (head === null) return "no checkpoint";
  return `${head.size.toLocaleString("en-US")} entries, root ${hexOf(head.root.slice(0, 6))}…`;
}
