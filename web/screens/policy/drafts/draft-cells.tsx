import { useCallback, useMemo, useState } from "react";
import { useNarrow } from "../../../ui/layout/use-narrow.ts";
import { VisuallyHidden } from "../../../ui/text/visually-hidden.tsx";
import { Answered } from "../../answered.tsx";
import { type Mark, Sign, wordOf } from "../matrix/marks.tsx";
import { type MatrixColumn, roleColumns } from "../matrix/matrix.ts";
import { MatrixFrame } from "../matrix/matrix-frame.tsx";
import { MatrixGrid } from "../matrix/matrix-grid.tsx";
import { RoleFilters, useChosenColumns, useRows } from "../matrix/role-matrix.tsx";
import { useMatrixView } from "../matrix/use-matrix-view.ts";
import { type MatrixAnswer, useMatrix } from "../questions.ts";
import { CellEditDialog } from "./cell-edit-dialog.tsx";
import { changesByCell, signOf } from "./draft-changes.ts";
import type { CellChange, Draft, DraftDiff } from "./draft-calls.ts";
import styles from "./drafts.module.css";
import type { DraftEditor } from "./use-draft-editor.ts";

interface DraftCellsProps {
  readonly draft: Draft;
  readonly diff: DraftDiff;
  readonly editor: DraftEditor;
}

/** The matrix in force with the draft's changes marked in it; Enter changes a cell. */
export function DraftCells(props: DraftCellsProps) {
  return (
    <Answered query={useMatrix(undefined)} what="the matrix">
      {(matrix) => <EditableMatrix {...props} matrix={matrix} />}
    </Answered>
  );
}

interface Place {
  readonly element: string;
  readonly column: MatrixColumn;
}

function EditableMatrix({
  draft,
  diff,
  editor,
  matrix,
}: DraftCellsProps & { readonly matrix: MatrixAnswer }) {
  const view = useMatrixView();
  const room = useNarrow() ? 5 : 30;
  const [place, setPlace] = useState<Place | null>(null);
  const all = useMemo(() => roleColumns(matrix), [matrix]);
  const columns = useChosenColumns(all, view, room);
  const rows = useRows(matrix.elements, view);
  const changes = useMemo(() => changesByCell(diff.cells ?? []), [diff]);
  const decorate = useChangeMarks(changes);
  const edit = (element: string, column: MatrixColumn): void => {
    if (draft.status === "open") setPlace({ element, column });
  };
  return (
    <>
      <MatrixFrame
        of="roles"
        switchable={false}
        view={view}
        elements={matrix.elements}
        columns={columns}
        total={all.length}
        filters={<RoleFilters all={all} view={view} />}
        isEmpty={rows.length === 0 || columns.length === 0}
      >
        <MatrixGrid
          label="Cells of the draft"
          elements={matrix.elements}
          columns={columns}
          rows={rows}
          onGroup={view.toggle}
          onElement={() => undefined}
          onColumn={() => undefined}
          onCell={edit}
          decorate={decorate}
        />
      </MatrixFrame>
      {place !== null && (
        <CellEditDialog
          {...place}
          changes={changes.get(`${place.column.id}/${place.element}`) ?? []}
          editor={editor}
          onClose={() => {
            editor.forget();
            setPlace(null);
          }}
        />
      )}
    </>
  );
}

/** Marks the cells that the draft changes: what is in force, and more, less or both. */
function useChangeMarks(changes: ReadonlyMap<string, readonly CellChange[]>) {
  return useCallback(
    (element: string, { id }: MatrixColumn, mark: Mark) => {
      const changed = changes.get(`${id}/${element}`);
      if (changed === undefined) return null;
      const sentences = changed.map(({ sentence }) => sentence);
      return (
        <span className={styles["changed"]} title={sentences.join("\n")}>
          <Sign mark={mark} />
          <span aria-hidden="true">{signOf(changed)}</span>
          <VisuallyHidden>
            {wordOf(mark)} in force; draft: {sentences.join("; ")}
          </VisuallyHidden>
        </span>
      );
    },
    [changes],
  );
}
