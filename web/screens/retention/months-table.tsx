import { Badge } from "../../ui/badge/badge.tsx";
import type { Column } from "../../ui/table/columns.ts";
import { DataTable } from "../../ui/table/data-table.tsx";
import { TimeText } from "../../ui/text/time-text.tsx";
import { KEPT, mayGo, type Month, PLACES } from "./retention.ts";
import styles from "./retention.module.css";

export const MONTH_COLUMNS: readonly Column<Month>[] = [
  {
    id: "month",
    title: "Month",
    cell: ({ id }) => <span className={styles["short"]}>{id}</span>,
    csv: ({ id }) => id,
  },
  {
    id: "entries",
    title: "Entries",
    align: "end",
    cell: ({ entries }) => entries.toLocaleString("en-US"),
    csv: ({ entries }) => entries,
  },
  { id: "standing", title: "Standing", cell: (month) => <Why month={month} />, csv: whyText },
  {
    id: "due",
    title: "Years over",
    cell: ({ due }) => (due === null ? "never" : <TimeText at={due} />),
    csv: ({ due }) => due,
  },
  { id: "place", title: "Where", cell: ({ place }) => PLACES[place], csv: ({ place }) => place },
  {
    id: "seq",
    title: "Numbers",
    cell: ({ firstSeq, lastSeq }) => `${firstSeq}–${lastSeq}`,
    csv: ({ firstSeq, lastSeq }) => `${firstSeq}-${lastSeq}`,
  },
];

interface MonthsTableProps {
  readonly months: readonly Month[];
  readonly asOf: string;
  readonly isBusy: boolean;
  /** Chosen to be purged; absent: nothing can be chosen. */
  readonly selected?: ReadonlySet<string>;
  readonly onSelect?: (ids: ReadonlySet<string>) => void;
}

/** Each month of the record, and everything that keeps it. */
export function MonthsTable({ months, asOf, isBusy, ...selection }: MonthsTableProps) {
  return (
    <DataTable
      label="Months of the record"
      columns={MONTH_COLUMNS}
      rows={months}
      rowKey={({ id }) => id}
      asOf={asOf}
      isBusy={isBusy}
      csvName="record-months-kept"
      empty={{ kind: "none-yet", title: "No entry yet", text: "The first access makes the first month." }}
      {...selection}
    />
  );
}

function Why({ month }: { readonly month: Month }) {
  if (mayGo(month)) return <Badge tone="deny">May be purged</Badge>;
  return (
    <ul className={styles["why"]}>
      {month.kept.map(({ code, ground }) => (
        <li key={`${code} ${ground}`}>
          <Badge tone={code === "hold" ? "caution" : "neutral"}>{code === "hold" ? "Held" : "Kept"}</Badge>{" "}
          {KEPT[code] ?? code} <span className={styles["soft"]}>{ground}</span>
        </li>
      ))}
    </ul>
  );
}

function whyText({ kept }: Month): string {
  return kept.length === 0
    ? "may be purged"
    : kept.map(({ code, ground }) => `${code} (${ground})`).join("; ");
}
