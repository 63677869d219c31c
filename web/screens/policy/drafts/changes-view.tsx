import { useMemo } from "react";
import { type Titles, useTitles } from "../../../api/policy-titles.ts";
import { Diff } from "../../../ui/text/diff.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import type { Column } from "../../../ui/table/columns.ts";
import { DataTable } from "../../../ui/table/data-table.tsx";
import { Badge } from "../../../ui/badge/badge.tsx";
import { formText } from "../matrix/marks.tsx";
import { useElements } from "../questions.ts";
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

const columnsBy = (titles: Titles, titleOf: (element: string) => string): readonly Column<CellChange>[] => [
  {
    id: "cell",
    title: "Cell",
    cell: (change) => {
      const { role = "", purpose = "", element = "" } = change.after ?? change.before ?? {};
      return (
        <div className={studio["lines"]}>
          <span>
            {titles.of("role", role)}, {titles.of("purpose", purpose)}: {titleOf(element)}
          </span>
          <code className={studio["place"]}>{keyOf(change)}</code>
        </div>
      );
    },
    csv: keyOf,
  },
  {
    id: "change",
    title: "Change",
    cell: ({ change }) => <Badge tone={WORDS[change].tone}>{WORDS[change].text}</Badge>,
    csv: ({ change }) => change,
  },
  {
    id: "on",
    title: "Of patients",
    cell: ({ before, after }) => titles.of("relation", (after ?? before)?.on ?? ""),
    csv: ({ before, after }) => (after ?? before)?.on ?? "",
  },
  {
    id: "before",
    title: "In force",
    cell: ({ before }) => formOf(before),
    csv: ({ before }) => formOf(before),
  },
  {
    id: "after",
    title: "In the draft",
    cell: ({ after }) => formOf(after),
    csv: ({ after }) => formOf(after),
  },
  {
    id: "rule",
    title: "Rule",
    cell: ({ before, after }) => <code>{(after ?? before)?.rule}</code>,
    csv: ({ before, after }) => (after ?? before)?.rule ?? "",
    hidden: true,
  },
  {
    id: "sentence",
    title: "As the record has it",
    cell: ({ sentence }) => <code>{sentence}</code>,
    csv: ({ sentence }) => sentence,
    hidden: true,
  },
];

const formOf = (side: CellChange["before"]): string => formText(side?.as ?? "drop");

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
          <CellTable cells={cells} total={cellCount} />
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

interface CellTableProps {
  readonly cells: readonly CellChange[];
  readonly total: number | null;
}

function CellTable({ cells, total }: CellTableProps) {
  const titles = useTitles();
  const elements = useElements().data?.elements;
  const columns = useMemo(() => {
    const known = new Map(elements?.map(({ id, title }) => [id, title]));
    return columnsBy(titles, (element) => known.get(element) ?? element);
  }, [titles, elements]);
  return (
    <DataTable
      label="Cells that differ"
      columns={columns}
      rows={cells}
      rowKey={({ sentence }) => sentence}
      total={total}
      csvName="draft-cells"
      empty={{
        kind: "none-yet",
        title: "No cell differs",
        text: "What else the draft changes stands below.",
      }}
    />
  );
}
