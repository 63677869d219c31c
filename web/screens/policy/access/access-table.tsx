import type { Column } from "../../../ui/table/columns.ts";
import { DataTable } from "../../../ui/table/data-table.tsx";
import { Pager } from "../../../ui/table/pager.tsx";
import { everyText } from "../recertified.ts";
import studio from "../studio.module.css";
import { useAddress } from "../use-address.ts";
import type { AccessReport, PersonAccess } from "./access.ts";

const rolesOf = ({ roles, unknownRoles }: PersonAccess): string =>
  [...roles.map(({ title }) => title), ...unknownRoles.map((role) => `${role} (not in the policy)`)].join(
    ", ",
  );
const purposesOf = ({ roles }: PersonAccess): string =>
  [...new Set(roles.flatMap(({ access }) => access.map(({ title }) => title)))].join(", ");
const elementsOf = ({ roles }: PersonAccess): number =>
  new Set(
    roles.flatMap(({ access }) =>
      access.flatMap(({ groups }) =>
        groups.flatMap(({ elements }) => elements.map(({ element }) => element)),
      ),
    ),
  ).size;

const COLUMNS: readonly Column<PersonAccess>[] = [
  { id: "person", title: "Person", cell: ({ displayName }) => displayName, csv: ({ person }) => person },
  { id: "roles", title: "Roles", cell: (access) => rolesOf(access) || "none", csv: rolesOf },
  { id: "purposes", title: "Purposes", cell: (access) => purposesOf(access) || "none", csv: purposesOf },
  { id: "elements", title: "Elements", cell: elementsOf, csv: elementsOf, align: "end" },
  {
    id: "glass",
    title: "Break glass",
    cell: ({ roles }) => (roles.some(({ breakGlass }) => breakGlass) ? "may" : "no"),
    csv: ({ roles }) => roles.some(({ breakGlass }) => breakGlass),
  },
  {
    id: "manager",
    title: "Manager",
    cell: ({ manager }) => manager ?? "none",
    csv: ({ manager }) => manager,
  },
  {
    id: "recertify",
    title: "Certified",
    cell: ({ roles }) => (
      <span className={studio["whole"]}>
        {[...new Set(roles.map(({ recertify }) => everyText(recertify.every)))].join(", ")}
      </span>
    ),
    csv: ({ roles }) => roles.map(({ recertify }) => recertify.every).join(" "),
  },
];

interface AccessTableProps {
  readonly report: AccessReport;
  readonly isBusy: boolean;
  readonly onPage: (after: string | null) => void;
}

/** One row a person; opening it shows elements, relations and the reason of each role. */
export function AccessTable({ report, isBusy, onPage }: AccessTableProps) {
  const [{ after, role }, change] = useAddress();
  const { next } = report;
  return (
    <DataTable
      label="Who can access what"
      columns={COLUMNS}
      rows={report.people}
      rowKey={({ person }) => person}
      total={report.count}
      asOf={report.at}
      isBusy={isBusy}
      onOpen={({ person }) => change({ person })}
      empty={
        role === undefined
          ? {
              kind: "none-yet",
              title: "The roster is empty",
              text: "People come from the directory or by import.",
            }
          : { kind: "no-match", what: "people", onClear: () => change({ role: null }) }
      }
      pager={
        (next !== null || after !== undefined) && (
          <Pager
            label={after === undefined ? "First page" : "Further page"}
            onPrevious={after === undefined ? undefined : () => onPage(null)}
            onNext={next === null ? undefined : () => onPage(next)}
          />
        )
      }
    />
  );
}
