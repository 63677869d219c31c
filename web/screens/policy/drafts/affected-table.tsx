import { type Titles, useTitles } from "../../../api/policy-titles.ts";
import type { Column } from "../../../ui/table/columns.ts";
import { DataTable } from "../../../ui/table/data-table.tsx";
import type { Impact } from "./impact-panel.tsx";

type Person = Impact["people"][number];
type Side = Person["gained"];

const sideText = ({ elements, patients }: Side): string =>
  elements.length === 0 ? "nothing" : `${elements.join(", ")} of up to ${patients.toLocaleString("en-US")}`;
const idsOf = ({ gained, lost }: Person): string =>
  [...new Set([...(gained.patientIds ?? []), ...(lost.patientIds ?? [])])].join(" ");

const columnsBy = (titles: Titles): readonly Column<Person>[] => [
  { id: "person", title: "Person", cell: ({ displayName }) => displayName, csv: ({ person }) => person },
  {
    id: "roles",
    title: "Roles",
    cell: ({ roles }) => titles.all("role", roles),
    csv: ({ roles }) => roles.join(" "),
  },
  {
    id: "gained",
    title: "Could see more",
    cell: ({ gained }) => sideText(gained),
    csv: ({ gained }) => sideText(gained),
  },
  {
    id: "lost",
    title: "Could see less",
    cell: ({ lost }) => sideText(lost),
    csv: ({ lost }) => sideText(lost),
  },
];

/** Only for who may read which patients an entry names. */
const IDS: Column<Person> = { id: "ids", title: "Patient ids", cell: idsOf, csv: idsOf, hidden: true };

/** Who could see more or less, of how many patients at most. */
export function AffectedTable({ impact }: { readonly impact: Impact }) {
  const titles = useTitles();
  const named = impact.people.some(
    ({ gained, lost }) => gained.patientIds !== undefined || lost.patientIds !== undefined,
  );
  return (
    <DataTable
      label="People for whom something could change"
      columns={named ? [...columnsBy(titles), IDS] : columnsBy(titles)}
      rows={impact.people}
      rowKey={({ person }) => person}
      csvName="draft-people"
      asOf={impact.at}
      empty={{ kind: "none-yet", title: "Nothing changes for anybody", text: "Other grants give the same." }}
    />
  );
}
