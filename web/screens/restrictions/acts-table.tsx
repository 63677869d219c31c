import { Panel } from "../../ui/layout/panel.tsx";
import type { Column } from "../../ui/table/columns.ts";
import { DataTable } from "../../ui/table/data-table.tsx";
import { TimeText } from "../../ui/text/time-text.tsx";
import type { Act } from "./register.ts";
import { actWord, noteOf } from "./words.ts";

const COLUMNS: readonly Column<Act>[] = [
  { id: "act", title: "What was done", cell: ({ act }) => actWord(act) },
  { id: "by", title: "By", cell: ({ by }) => <code>{by}</code> },
  { id: "at", title: "When", cell: ({ at }) => <TimeText at={at} /> },
  { id: "note", title: "In what words", cell: ({ act, note }) => noteOf(act, note) ?? "–" },
];

/** What was done about it, oldest first. Acts are only added. */
export function ActsTable({ acts }: { readonly acts: readonly Act[] }) {
  return (
    <Panel title="History" plain>
      <DataTable
        label="What was done about it"
        columns={COLUMNS}
        rows={acts}
        rowKey={({ act, at }) => `${act} ${at}`}
        empty={{ kind: "none-yet", title: "Nothing was done yet", text: "Acts appear here." }}
      />
    </Panel>
  );
}
