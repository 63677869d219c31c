import { useMemo } from "react";
import { type Titles, useTitles } from "../../../api/policy-titles.ts";
import { TextLink } from "../../../ui/button/button.tsx";
import type { Column } from "../../../ui/table/columns.ts";
import { DataTable } from "../../../ui/table/data-table.tsx";
import { MarkText, wordOf } from "../matrix/marks.tsx";
import { useElements, type WhoAnswer } from "../questions.ts";
import studio from "../studio.module.css";

type Seer = WhoAnswer["seers"][number];

const relationsOf = ({ on }: Seer): string => on.map(({ title }) => title).join(", ");
const segmentsOf = ({ on }: Seer): readonly string[] => on.flatMap(({ segments }) => segments);
const rightsOf = ({ on }: Seer): string => distinct(on.flatMap(({ can }) => can));
const peopleOf = ({ people, holders }: Seer): string => {
  const more = people - holders.length;
  return [...holders.map(({ displayName }) => displayName), ...(more > 0 ? [`${more} more`] : [])].join(", ");
};

const columnsBy = (titles: Titles, elementTitles: ReadonlyMap<string, string>): readonly Column<Seer>[] => [
  {
    id: "role",
    title: "Role",
    cell: ({ role, roleTitle }) => <TextLink href={`/policy/roles/${role}`}>{roleTitle}</TextLink>,
    csv: ({ role }) => role,
  },
  {
    id: "element",
    title: "Element",
    cell: ({ element }) => (
      <div>
        {elementTitles.get(element)}
        <code className={studio["id"]}>{element}</code>
      </div>
    ),
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
  {
    id: "segments",
    title: "Also in segments",
    cell: (seer) => titles.all("segment", segmentsOf(seer)) || "none",
    csv: (seer) => distinct(segmentsOf(seer)),
  },
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
  const titles = useTitles();
  const elements = useElements().data?.elements;
  const columns = useMemo(
    () => columnsBy(titles, new Map(elements?.map(({ id, title }) => [id, title]))),
    [titles, elements],
  );
  return (
    <DataTable
      label="Who can see it"
      columns={columns}
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
