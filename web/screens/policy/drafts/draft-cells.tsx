import { useCallback, useMemo, useState } from "react";
import { Switch } from "../../../ui/field/choices.tsx";
import { VisuallyHidden } from "../../../ui/text/visually-hidden.tsx";
import { Answered } from "../../answered.tsx";
import { type Mark, Sign, wordOf } from "../matrix/marks.tsx";
import { type MatrixColumn, roleColumns } from "../matrix/matrix.ts";
import { MatrixFrame } from "../matrix/matrix-frame.tsx";
import { MatrixGrid } from "../matrix/matrix-grid.tsx";
import { RoleFilters, useChosenColumns, useRows } from "../matrix/role-matrix.tsx";
import { useMatrixView } from "../matrix/use-matrix-view.ts";
import { type MatrixAnswer, useMatrix } from "../questions.ts";
import studio from "../studio.module.css";
import { useAddress } from "../use-address.ts";
import { CellEditDialog } from "./cell-edit-dialog.tsx";
import { changesByCell, differingIn, signOf } from "./draft-changes.ts";
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
  const changes = useMemo(() => changesByCell(diff.cells ?? []), [diff]);
  const [place, setPlace] = useState<Place | null>(null);
  const { view, only, all, elements, columns, rows, isNew, startAt } = useDraftGrid(matrix, diff);
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
        elements={elements}
        columns={columns}
        total={all.length}
        filters={
          <>
            <RoleFilters all={all} shown={columns} view={view} />
            <Switch isSelected={only} onChange={(on) => view.change({ only: on ? "changed" : null })}>
              Only what differs
            </Switch>
          </>
        }
        isEmpty={rows.length === 0 || columns.length === 0}
      >
        <MatrixGrid
          label="Cells of the draft"
          elements={elements}
          columns={columns}
          rows={rows}
          onGroup={view.toggle}
          onElement={() => undefined}
          onColumn={() => undefined}
          onCell={edit}
          decorate={decorate}
          startAt={startAt}
        />
      </MatrixFrame>
      {isNew && <NotInForce />}
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

function NotInForce() {
  return (
    <p className={studio["facts"]}>
      The draft also gives roles purposes that they do not have in the policy in force. What changes lists
      them.
    </p>
  );
}

/** The rows and columns of a draft: groups that hold a change are open from the start, and say so. */
function useDraftGrid(matrix: MatrixAnswer, diff: DraftDiff) {
  const differing = useMemo(() => differingIn(diff.cells ?? [], matrix.elements), [diff, matrix]);
  const view = useMatrixView(differing.groups);
  const [{ only: wanted }] = useAddress();
  const only = wanted === "changed";
  const all = useMemo(() => roleColumns(matrix), [matrix]);
  const ofChoice = useChosenColumns(all, view);
  const columns = useMemo(
    () => (only ? ofChoice.filter(({ id }) => differing.columns.has(id)) : ofChoice),
    [only, ofChoice, differing],
  );
  const elements = useMemo(
    () => (only ? matrix.elements.filter(({ id }) => differing.elements.has(id)) : matrix.elements),
    [only, matrix, differing],
  );
  const rows = useRows(elements, view, differing.elements);
  const isNew = [...differing.columns].some((id) => all.every((column) => column.id !== id));
  const [row] = differing.elements;
  const [column] = differing.columns;
  const startAt = row === undefined || column === undefined ? undefined : { row, column };
  return { view, only, all, elements, columns, rows, isNew, startAt };
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
