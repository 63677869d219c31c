import { useState } from "react";
import type { Column, Sort } from "../../../ui/table/columns.ts";
import { DataTable } from "../../../ui/table/data-table.tsx";
import { dayText } from "../../../ui/text/time.ts";
import type { ActivityDay } from "../summary/summaries.ts";

const COUNTS = [
  ["entries", "Entries"],
  ["patients", "Patients"],
  ["denied", "Denied"],
  ["exceptions", "Exceptions"],
] as const;

const COLUMNS: readonly Column<ActivityDay>[] = [
  { id: "day", title: "Day", sortable: true, cell: ({ day }) => dayText(day), csv: ({ day }) => day },
  ...COUNTS.map(([id, title]): Column<ActivityDay> => ({
    id,
    title,
    align: "end",
    sortable: true,
    cell: (day) => day[id]?.toLocaleString("en-US") ?? "",
    csv: (day) => day[id] ?? null,
  })),
];

interface DaysTableProps {
  readonly days: readonly ActivityDay[];
  readonly asOf: string;
  readonly isBusy: boolean;
  readonly isNarrowed: boolean;
  readonly onClear: () => void;
  readonly onOpen: (day: string) => void;
}

/** The person's days; Enter opens the entries of one. How many patients: only for who may know. */
export function DaysTable({ days, asOf, isBusy, isNarrowed, onClear, onOpen }: DaysTableProps) {
  const [sort, setSort] = useState<Sort>({ column: "day", descending: true });
  const showsPatients = days.some(({ patients }) => patients !== undefined);
  return (
    <DataTable<ActivityDay>
      key={String(showsPatients)}
      label="Days of this person"
      columns={COLUMNS.filter(({ id }) => id !== "patients" || showsPatients)}
      rows={sorted(days, sort)}
      rowKey={({ day }) => day}
      onOpen={({ day }) => onOpen(day)}
      sort={sort}
      onSort={setSort}
      asOf={asOf}
      csvName="what-a-person-saw"
      isBusy={isBusy}
      empty={
        isNarrowed
          ? { kind: "no-match", what: "entries of this person", onClear }
          : {
              kind: "none-yet",
              title: "No entry is of a person of this id",
              text: "They asked for nothing through here yet, or the id is another one.",
            }
      }
    />
  );
}

function sorted(days: readonly ActivityDay[], { column, descending }: Sort): readonly ActivityDay[] {
  const turn = descending ? -1 : 1;
  const of = (day: ActivityDay): string | number => day[column as keyof ActivityDay] ?? 0;
  return days.toSorted((a, b) => (of(a) === of(b) ? 0 : of(a) < of(b) ? -turn : turn));
}
