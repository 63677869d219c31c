import { TextLink } from "../../../ui/button/button.tsx";
import type { Column } from "../../../ui/table/columns.ts";
import { DataTable } from "../../../ui/table/data-table.tsx";
import { MarkText, wordOf } from "../matrix/marks.tsx";
import type { WhoAnswer } from "../questions.ts";

type Seer = WhoAnswer["seers"][number];

const relationsOf = ({ on }: Seer): string => on.map(({ title }) => title).join(", ");
const segmentsOf = ({ on }: Seer): string => distinct(on.flatMap(({ segments }) => segments));
const rightsOf = ({ on }: Seer): string => distinct(on.flatMap(({ can }) => can));
const peopleOf = ({ people, holders }: Seer): string => {
  const more = people - holders.length;
  return [...holders.map(({ displayName }) => displayName), ...(more > 0 ? [`${more} more`] : [])].join(", ");
};

const COLUMNS: readonly Column<Seer>[] = [
  {
    id: "role",
    title: "Role",
    cell: ({ role, roleTitle }) => <TextLink href={`/policy/roles/${role}`}>{roleTitle}</TextLink>,
    csv: ({ role }) => role,
  },
  {
    id: "element",
    title: "Element",
    cell: ({ element }) => <code>{element}</code>,
    csv: ({ element }) => element,
  },
  {
    id: "purpose",
    title: "Purpose",
    cell: ({ purpose, purposeTitle }) => (
      <TextLink href={`/policy/purposes/${purpose}`}>{purposeTitle}</TextLink>
    ),
    csv: ({ purpose }) => purpose,
  },
  { id: "as", title: "Form", cell: ({ as }) => <MarkText mark={as} />, csv: ({ as }) => wordOf(as) },
  {
    id: "on",
    title: "Of patients",
    cell: relationsOf,
    csv: ({ on }) => on.map(({ relation }) => relation).join(" "),
  },
  { id: "segments", title: "Also in segments", cell: (seer) => segmentsOf(seer) || "none", csv: segmentsOf },
  { id: "can", title: "May", cell: rightsOf, csv: rightsOf },
  {
    id: "rules",
    title: "Rules",
    cell: ({ on }) => <code>{on.map(({ rule }) => rule).join(", ")}</code>,
    csv: ({ on }) => on.map(({ rule }) => rule).join(" "),
    hidden: true,
  },
  { id: "people", title: "People", cell: ({ people }) => people, csv: ({ people }) => people, align: "end" },
  { id: "holders", title: "Who they are", cell: (seer) => peopleOf(seer) || "nobody", csv: peopleOf },
];

interface SeerTableProps {
  readonly who: WhoAnswer;
  readonly isFiltered: boolean;
  readonly onClear: () => void;
}

/** One row for each element, role and purpose. */
export function SeerTable({ who, isFiltered, onClear }: SeerTableProps) {
  return (
    <DataTable
      label="Who can see it"
      columns={COLUMNS}
      rows={who.seers}
      rowKey={({ element, role, purpose }) => `${element}/${role}/${purpose}`}
      csvName="who-can-see"
      total={who.next === null ? who.seers.length : null}
      empty={
        isFiltered
          ? { kind: "no-match", what: "roles", onClear }
          : {
              kind: "none-yet",
              title: "Nobody sees it by a standing grant",
              text: "It may still be asked for case by case, or reached by an exemption.",
            }
      }
    />
  );
}

function distinct(names: readonly string[]): string {
  return [...new Set(names)].join(", ");
}
