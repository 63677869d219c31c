import { useMemo, useState } from "react";
import { OutcomeBadge } from "../badge/badge.tsx";
import { SearchField } from "../field/search-field.tsx";
import { Panel } from "../layout/panel.tsx";
import type { Column, Sort } from "../table/columns.ts";
import { DataTable } from "../table/data-table.tsx";
import { Pager } from "../table/pager.tsx";
import { TimeText } from "../text/time-text.tsx";

interface Entry {
  readonly id: string;
  readonly person: string;
  readonly at: string;
  readonly outcome: "permit" | "deny" | "error";
  readonly elements: number;
  readonly note: string;
}

const PEOPLE = ["=Bea Biller", "Fran Frontdesk", "Nina Nurse", "Paul Provider"];
const OUTCOMES = ["permit", "deny", "error"] as const;

const ENTRIES: readonly Entry[] = Array.from({ length: 40 }, (_, at) => ({
  id: `entry-${at + 1}`,
  person: PEOPLE[at % 4] ?? "",
  at: new Date(Date.UTC(2026, 4, 4, 14) - at * 3_600_000).toISOString(),
  outcome: OUTCOMES[at % 3] ?? "error",
  elements: (at * 37) % 90,
  note: at % 5 === 0 ? "-1+2" : "a search by date, answered over what the caller may see",
}));

const COLUMNS: readonly Column<Entry>[] = [
  { id: "id", title: "Entry", cell: (row) => row.id, csv: (row) => row.id },
  { id: "person", title: "Person", cell: (row) => row.person, csv: (row) => row.person, sortable: true },
  {
    id: "at",
    title: "At",
    cell: (row) => <TimeText at={row.at} form="absolute" />,
    csv: (row) => row.at,
    sortable: true,
  },
  {
    id: "outcome",
    title: "Outcome",
    cell: (row) => <OutcomeBadge outcome={row.outcome} />,
    csv: (row) => row.outcome,
  },
  {
    id: "elements",
    title: "Elements",
    cell: (row) => row.elements,
    csv: (row) => -row.elements,
    align: "end",
  },
  { id: "note", title: "Note", cell: (row) => row.note, csv: (row) => row.note, hidden: true },
];

/** A table with everything turned on. */
export function Lists() {
  const [text, setText] = useState("");
  const [sort, setSort] = useState<Sort>({ column: "at", descending: true });
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [opened, setOpened] = useState("nothing");
  const rows = useMemo(
    () =>
      sorted(
        ENTRIES.filter(({ person }) => person.includes(text)),
        sort,
      ),
    [text, sort],
  );
  return (
    <Panel title="A table" plain>
      <DataTable
        label="Entries"
        columns={COLUMNS}
        rows={rows}
        rowKey={({ id }) => id}
        empty={{ kind: "no-match", what: "entries", onClear: () => setText("") }}
        filters={<SearchField label="Find a person" value={text} onChange={setText} />}
        sort={sort}
        onSort={setSort}
        selected={selected}
        onSelect={setSelected}
        onOpen={({ id }) => setOpened(id)}
        onBack={() => setOpened("back")}
        total={1204}
        asOf="2026-05-04T15:00:00Z"
        csvName="entries"
        pager={<Pager label="Rows 1–40" onPrevious={undefined} onNext={() => setOpened("next page")} />}
      />
      <p data-testid="state">
        opened {opened}; selected {[...selected].join(" ") || "nothing"}
      </p>
    </Panel>
  );
}

function sorted(rows: readonly Entry[], { column, descending }: Sort): readonly Entry[] {
  const of = (row: Entry): string => (column === "person" ? row.person : row.at);
  return rows.toSorted((a, b) => of(a).localeCompare(of(b)) * (descending ? -1 : 1));
}
