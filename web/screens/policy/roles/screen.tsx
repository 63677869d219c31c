import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { type Titles, useRoles, useTitles } from "../../../api/policy-titles.ts";
import { SearchField } from "../../../ui/field/search-field.tsx";
import type { Column } from "../../../ui/table/columns.ts";
import { DataTable } from "../../../ui/table/data-table.tsx";
import { DayText } from "../../../ui/text/day-text.tsx";
import { Answered } from "../../answered.tsx";
import { type RoleSummary } from "../questions.ts";
import { StudioPage } from "../studio-page.tsx";
import { useAddress } from "../use-address.ts";

const columnsBy = (titles: Titles): readonly Column<RoleSummary>[] => [
  { id: "title", title: "Role", cell: ({ title }) => title, csv: ({ id }) => id },
  { id: "kind", title: "Kind", cell: ({ kind }) => kind, csv: ({ kind }) => kind },
  {
    id: "jobFunctions",
    title: "Tasks",
    cell: ({ jobFunctions }) => jobFunctions.join("; "),
    csv: ({ jobFunctions }) => jobFunctions.join("; "),
  },
  {
    id: "purposes",
    title: "Purposes",
    cell: ({ purposes }) => titles.all("purpose", purposes) || "none",
    csv: ({ purposes }) => purposes.join(" "),
  },
  {
    id: "people",
    title: "People",
    cell: ({ people }) => (people === 0 ? "nobody" : people),
    csv: ({ people }) => people,
    align: "end",
  },
  {
    id: "reviewBy",
    title: "Review by",
    cell: ({ reviewBy }) => <DayText on={reviewBy} />,
    csv: ({ reviewBy }) => reviewBy,
  },
  {
    id: "owner",
    title: "Owner",
    cell: ({ owner }) => titles.of("role", owner),
    csv: ({ owner }) => owner,
    hidden: true,
  },
  { id: "at", title: "Place", cell: ({ at }) => <code>{at}</code>, csv: ({ at }) => at, hidden: true },
];

/** The roles, from their job functions (45 CFR 164.514(d)(2)(i)). */
export function Screen() {
  return (
    <StudioPage
      tab="roles"
      title="Roles"
      lead="Each role comes from the tasks of a job. Open one for its rationale: tasks, then elements, then scope."
    >
      <Answered query={useRoles()} what="the roles">
        {({ roles }) => <RoleTable roles={roles} />}
      </Answered>
    </StudioPage>
  );
}

function RoleTable({ roles }: { readonly roles: readonly RoleSummary[] }) {
  const [{ find = "" }, change] = useAddress();
  const go = useNavigate();
  const titles = useTitles();
  const columns = useMemo(() => columnsBy(titles), [titles]);
  const sought = find.trim().toLowerCase();
  const rows = roles.filter(({ id, title, jobFunctions, purposes }) =>
    [id, title, ...jobFunctions, ...purposes, titles.all("purpose", purposes)]
      .join("\n")
      .toLowerCase()
      .includes(sought),
  );
  return (
    <DataTable
      label="Roles"
      columns={columns}
      rows={rows}
      rowKey={({ id }) => id}
      total={roles.length}
      csvName="roles"
      onOpen={({ id }) => void go({ to: `/policy/roles/${id}` })}
      filters={
        <SearchField label="Find a role or a task" value={find} onChange={(text) => change({ find: text })} />
      }
      empty={
        roles.length === 0
          ? {
              kind: "none-yet",
              title: "There are no roles yet",
              text: "Start a draft and write the first one.",
            }
          : { kind: "no-match", what: "roles", onClear: () => change({ find: null }) }
      }
    />
  );
}
