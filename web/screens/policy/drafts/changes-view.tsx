import { Diff } from "../../../ui/text/diff.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import type { Column } from "../../../ui/table/columns.ts";
import { DataTable } from "../../../ui/table/data-table.tsx";
import { Badge } from "../../../ui/badge/badge.tsx";
import studio from "../studio.module.css";
import { keyOf } from "./draft-changes.ts";
import type { CellChange, DraftDiff } from "./draft-calls.ts";
import { DiagnosticList } from "./diagnostic-list.tsx";
import { OtherChanges } from "./other-changes.tsx";

const WORDS = {
  gained: { tone: "caution", text: "Gained" },
  wider: { tone: "caution", text: "Wider" },
  lost: { tone: "neutral", text: "Lost" },
  narrower: { tone: "neutral", text: "Narrower" },
  other: { tone: "outline", text: "Other" },
} as const;

const COLUMNS: readonly Column<CellChange>[] = [
  { id: "cell", title: "Cell", cell: (change) => <code>{keyOf(change)}</code>, csv: keyOf },
  {
    id: "change",
    title: "Change",
    cell: ({ change }) => <Badge tone={WORDS[change].tone}>{WORDS[change].text}</Badge>,
    csv: ({ change }) => change,
  },
  {
    id: "sentence",
    title: "In words",
    cell: ({ sentence }) => <code>{sentence}</code>,
    csv: ({ sentence }) => sentence,
  },
  {
    id: "rule",
    title: "Rule",
    cell: ({ before, after }) => <code>{(after ?? before)?.rule}</code>,
    csv: ({ before, after }) => (after ?? before)?.rule ?? "",
  },
];

/** What the draft changes: cells, then the text of files. */
export function ChangesView({
  diff: { cells, cellCount, others, files, diagnostics },
}: {
  readonly diff: DraftDiff;
}) {
  if (files.length === 0)
    return (
      <EmptyState
        state={{
          kind: "none-yet",
          title: "The draft changes nothing yet",
          text: "Change a cell, a purpose or a file.",
        }}
      />
    );
  return (
    <>
      <DiagnosticList diagnostics={diagnostics} />
      {cells !== null && (
        <Panel title="Cells" plain>
          <DataTable
            label="Cells that differ"
            columns={COLUMNS}
            rows={cells}
            rowKey={({ sentence }) => sentence}
            total={cellCount}
            csvName="draft-cells"
            empty={{
              kind: "none-yet",
              title: "No cell differs",
              text: "What else the draft changes stands below.",
            }}
          />
        </Panel>
      )}
      <OtherChanges others={others} />
      <Panel title="Text" plain>
        {files.map(({ path, change, text }) => (
          <div key={path} className={studio["lines"]}>
            <h3>
              <code>{path}</code> <span className={studio["facts"]}>{change}</span>
            </h3>
            <Diff unified={text} label={`Change of ${path}`} />
          </div>
        ))}
      </Panel>
    </>
  );
}
