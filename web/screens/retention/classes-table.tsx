import type { Column } from "../../ui/table/columns.ts";
import { DataTable } from "../../ui/table/data-table.tsx";
import styles from "./retention.module.css";
import type { RetentionClass } from "./retention.ts";

/** Classes that entries of the record fall under: these alone are ever purged here. */
const OF_ENTRIES = ["record-entries", "disclosures"];

const COLUMNS: readonly Column<RetentionClass>[] = [
  {
    id: "title",
    title: "What",
    cell: ({ title }) => <span className={styles["name"]}>{title}</span>,
    csv: ({ title }) => title,
  },
  {
    id: "years",
    title: "How long",
    cell: ({ years }) => `${years} years`,
    csv: ({ years }) => years,
  },
  { id: "from", title: "From", cell: ({ from }) => FROM[from], csv: ({ from }) => from },
  { id: "cfr", title: "Rests on", cell: ({ cfr }) => cfr.join(", "), csv: ({ cfr }) => cfr.join("; ") },
  { id: "why", title: "Why", cell: ({ why }) => why, csv: ({ why }) => why },
  { id: "longer", title: "Longer by state", cell: longerText, csv: longerText },
  {
    id: "purged",
    title: "Purged here",
    cell: ({ id }) => (OF_ENTRIES.includes(id) ? "By whole months, by two people" : "Never"),
    csv: ({ id }) => OF_ENTRIES.includes(id),
  },
];

const FROM: Readonly<Record<RetentionClass["from"], string>> = {
  creation: "Its creation",
  "last-effect": "Its creation or the day it was last in effect, whichever is later",
};

/** How long each kind of documentation is kept, by the policy in force. */
export function ClassesTable({ classes }: { readonly classes: readonly RetentionClass[] }) {
  return (
    <DataTable
      label="Retention schedule"
      columns={COLUMNS}
      rows={classes}
      rowKey={({ id }) => id}
      csvName="retention-schedule"
      empty={{
        kind: "none-yet",
        title: "No schedule in the policy in force",
        text: "Nothing is ever due then. A file of the kind Retention says how long.",
      }}
    />
  );
}

function longerText({ longer }: RetentionClass): string {
  return longer.length === 0
    ? "none in the policy"
    : longer.map(({ state, years, law }) => `${state}: ${years} years (${law})`).join("; ");
}
