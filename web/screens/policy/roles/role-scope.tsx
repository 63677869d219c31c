import { useMemo } from "react";
import { type Titles, useTitles } from "../../../api/policy-titles.ts";
import { Panel } from "../../../ui/layout/panel.tsx";
import type { Column } from "../../../ui/table/columns.ts";
import { DataTable } from "../../../ui/table/data-table.tsx";
import type { Role } from "../questions.ts";
import studio from "../studio.module.css";

type Grant = Role["work"][number]["grants"][number] & { readonly purposeTitle: string };

const columnsBy = (titles: Titles): readonly Column<Grant>[] => [
  { id: "on", title: "Of patients", cell: ({ onTitle }) => onTitle, csv: ({ on }) => on },
  {
    id: "purpose",
    title: "For",
    cell: ({ purposeTitle }) => purposeTitle,
    csv: ({ purposeTitle }) => purposeTitle,
  },
  { id: "can", title: "May", cell: ({ can }) => can.join(", "), csv: ({ can }) => can.join(" ") },
  {
    id: "segments",
    title: "Also in segments",
    cell: ({ segments }) => titles.all("segment", segments) || "none",
    csv: ({ segments }) => segments.join(" "),
  },
  {
    id: "systems",
    title: "Through",
    cell: ({ systems }) => systems.join(", ") || "any system",
    csv: ({ systems }) => systems.join(" "),
  },
  {
    id: "rule",
    title: "Rule",
    cell: ({ rule }) => <code className={studio["whole"]}>{rule}</code>,
    csv: ({ rule }) => rule,
  },
  {
    id: "at",
    title: "Place",
    cell: ({ at }) => <code className={studio["whole"]}>{at}</code>,
    csv: ({ at }) => at,
  },
];

/** Of whom the elements are shown: the grants with their relations, rights and segments. */
export function RoleScope({ role }: { readonly role: Role }) {
  const titles = useTitles();
  const columns = useMemo(() => columnsBy(titles), [titles]);
  const grants = role.work.flatMap((work) =>
    work.grants.map((grant) => ({ ...grant, purposeTitle: work.title })),
  );
  return (
    <Panel title="3. Scope" plain>
      <DataTable
        label={`Scope of ${role.title}`}
        columns={columns}
        rows={grants}
        rowKey={({ rule }) => rule}
        csvName={`scope-${role.id}`}
        empty={{
          kind: "none-yet",
          title: "No standing grants",
          text: "What this role needs, it asks for case by case.",
        }}
      />
    </Panel>
  );
}
