import { DataTable } from "../../ui/table/data-table.tsx";
import type { Column } from "../../ui/table/columns.ts";
import type { Exploration } from "./request.ts";

type Question = Exploration["upstream"][number];

const COLUMNS: readonly Column<Question>[] = [
  {
    id: "question",
    title: "Question",
    cell: ({ question }) => <code>{question}</code>,
    csv: ({ question }) => question,
  },
  { id: "how", title: "How", cell: ({ interaction }) => interaction, csv: ({ interaction }) => interaction },
];

/** What somebody's own request does not tell: it would tell of what is hidden. */
const COUNTED: readonly Column<Question>[] = [
  {
    id: "records",
    title: "Records",
    align: "end",
    cell: ({ records }) => records,
    csv: ({ records }) => records,
  },
  {
    id: "milliseconds",
    title: "Milliseconds",
    align: "end",
    cell: ({ milliseconds }) => milliseconds,
    csv: ({ milliseconds }) => milliseconds,
  },
];

/** What the clinical system was asked: by whose records it is narrowed, and by nothing that would tell of others. */
export function UpstreamPart({ exploration: { upstream } }: { readonly exploration: Exploration }) {
  const isCounted = upstream.some(({ records }) => records !== null);
  const rows = upstream.map((question, at) => ({ ...question, at }));
  return (
    <DataTable
      label="Questions to the clinical system"
      columns={isCounted ? [...COLUMNS, ...COUNTED] : COLUMNS}
      rows={rows}
      rowKey={({ at }) => String(at)}
      csvName="upstream-questions"
      empty={{
        kind: "none-yet",
        title: "The clinical system was not asked",
        text: "Policy and relation facts alone gave the answer.",
      }}
    />
  );
}
