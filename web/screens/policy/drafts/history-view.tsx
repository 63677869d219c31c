import type { Column } from "../../../ui/table/columns.ts";
import { DataTable } from "../../../ui/table/data-table.tsx";
import { TimeText } from "../../../ui/text/time-text.tsx";
import studio from "../studio.module.css";
import type { Draft, DraftVersion } from "./draft-calls.ts";

const COLUMNS: readonly Column<DraftVersion>[] = [
  { id: "n", title: "Version", cell: ({ n }) => n, csv: ({ n }) => n },
  { id: "act", title: "Act", cell: ({ act }) => act, csv: ({ act }) => act },
  { id: "author", title: "By", cell: ({ author }) => author, csv: ({ author }) => author },
  { id: "at", title: "At", cell: ({ at }) => <TimeText at={at} />, csv: ({ at }) => at },
  { id: "files", title: "Files", cell: ({ files }) => files.join(", "), csv: ({ files }) => files.join(" ") },
  {
    id: "changes",
    title: "What it changed",
    cell: ({ changes }) => (
      <ul className={studio["lines"]}>
        {changes.slice(0, 8).map((change) => (
          <li key={change}>
            <code>{change}</code>
          </li>
        ))}
        {changes.length > 8 && <li>and {changes.length - 8} more</li>}
      </ul>
    ),
    csv: ({ changes }) => changes.join("; "),
  },
];

/** Every version of the draft: who changed what, and when. The record has the same. */
export function HistoryView({ draft }: { readonly draft: Draft }) {
  return (
    <DataTable
      label="History of the draft"
      columns={COLUMNS}
      rows={draft.versions.toReversed()}
      rowKey={({ n }) => String(n)}
      csvName="draft-history"
      empty={{ kind: "none-yet", title: "No version yet", text: "The first change makes one." }}
    />
  );
}
