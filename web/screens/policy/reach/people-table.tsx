import { useMemo } from "react";
import { type Titles, useTitles } from "../../../api/policy-titles.ts";
import { TextLink } from "../../../ui/button/button.tsx";
import type { Column } from "../../../ui/table/columns.ts";
import { DataTable } from "../../../ui/table/data-table.tsx";
import { useAddress } from "../use-address.ts";
import { SearchField } from "../../../ui/field/search-field.tsx";
import { type ReachReport, toldCount, toldShare } from "./reach.ts";

type Person = ReachReport["people"][number];

const columnsBy = (titles: Titles): readonly Column<Person>[] => [
  {
    id: "person",
    title: "Person",
    cell: ({ person, displayName }) => (
      <TextLink href={`/policy/access?person=${person}`}>{displayName}</TextLink>
    ),
    csv: ({ person }) => person,
  },
  {
    id: "roles",
    title: "Roles",
    cell: ({ roles }) => titles.all("role", roles),
    csv: ({ roles }) => roles.join(" "),
  },
  {
    id: "department",
    title: "Department",
    cell: ({ department }) => department ?? "none",
    csv: ({ department }) => department,
  },
  {
    id: "patients",
    title: "Patients",
    cell: ({ patients }) => toldCount(patients),
    csv: ({ patients }) => toldCount(patients),
    align: "end",
  },
  {
    id: "share",
    title: "Of all patients",
    cell: ({ patients, share }) => toldShare(patients, share),
    csv: ({ patients, share }) => toldShare(patients, share),
    align: "end",
  },
  {
    id: "purposes",
    title: "By purpose",
    cell: (person) => purposesOf(person, titles),
    csv: (person) => purposesOf(person, titles),
  },
];

/** Each person's reach, with how much of it each purpose gives. */
export function PeopleTable({ report }: { readonly report: ReachReport }) {
  const [{ find = "" }, change] = useAddress();
  const titles = useTitles();
  const columns = useMemo(() => columnsBy(titles), [titles]);
  const sought = find.trim().toLowerCase();
  const rows = report.people
    .filter(({ displayName, roles }) =>
      `${displayName} ${titles.all("role", roles)} ${roles.join(" ")}`.toLowerCase().includes(sought),
    )
    .toSorted((a, b) => b.share - a.share);
  return (
    <DataTable
      label="Reach of each person"
      columns={columns}
      rows={rows}
      rowKey={({ person }) => person}
      total={report.next === null ? report.people.length : null}
      asOf={report.at}
      csvName="reach-per-person"
      filters={
        <SearchField
          label="Find a person or a role"
          value={find}
          onChange={(text) => change({ find: text })}
        />
      }
      empty={{ kind: "no-match", what: "people", onClear: () => change({ find: null }) }}
    />
  );
}

function purposesOf({ purposes }: Person, titles: Titles): string {
  return purposes
    .map(({ purpose, patients, share }) => `${titles.of("purpose", purpose)} ${toldShare(patients, share)}`)
    .join(", ");
}
