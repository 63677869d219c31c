import { DROP, KEEP } from "../../../catalogue/transforms.ts";
import type { TransformVector } from "../../../catalogue/transforms.ts";
import type { CsvColumn, CsvLayout } from "../csv-columns.ts";
import type { EmptyCells, KernelPlan } from "./types.ts";

/** What comes out of every row of one view, and what is counted of it. */
export interface RowPlan {
  readonly kernel: KernelPlan;
  /** False: rows of this view are not there at all, and nothing of them is counted but that they came in. */
  readonly isSeen: boolean;
  /** False: rows of this view do not come out. */
  readonly isThere: boolean;
  /** Element index → the columns that come out of it. */
  readonly kept: readonly (readonly [element: number, column: number])[];
  /** Element index → its only column that is held back. */
  readonly withheld: readonly (readonly [element: number, column: number])[];
  /** Elements of which several columns are held back, in the order of `kernel.sets`. */
  readonly withheldSets: readonly number[];
}

/** What a row of a view shows; null where a cell is transformed, which is done as text. `view` null: the row is not there. */
export function rowPlanOf(layout: CsvLayout, view: TransformVector | null): RowPlan | null {
  if (view === null) return HIDDEN;
  const codeOf = ({ element }: CsvColumn): number =>
    element === undefined ? KEEP : (view[element.index] ?? DROP);
  if (layout.shown.some((column) => codeOf(column) !== KEEP && codeOf(column) !== DROP)) return null;
  const isThere = layout.shown.some((column) => column.element !== undefined && codeOf(column) === KEEP);
  const shown = isThere ? layout.shown.map((column) => (codeOf(column) === KEEP ? column.position : -1)) : [];
  const heldBack = columnsByElement(layout.columns.filter((column) => codeOf(column) !== KEEP));
  const sets = heldBack.filter(([, columns]) => columns.length > 1);
  return {
    kernel: {
      runs: Int32Array.from(runsOf(shown)),
      sets: Int32Array.from(sets.flatMap(([, columns]) => [columns.length, 0, ...columns])),
      setCount: sets.length,
    },
    isSeen: true,
    isThere,
    kept: layout.shown.flatMap((column) =>
      column.element !== undefined && codeOf(column) === KEEP
        ? [[column.element.index, column.position]]
        : [],
    ),
    withheld: heldBack.flatMap(([element, [column = 0, ...more]]) =>
      more.length === 0 ? [[element, column]] : [],
    ),
    withheldSets: sets.map(([element]) => element),
  };
}

const HIDDEN: RowPlan = {
  kernel: { runs: new Int32Array(), sets: new Int32Array(), setCount: 0 },
  isSeen: false,
  isThere: false,
  kept: [],
  withheld: [],
  withheldSets: [],
};

/** Element index → rows in which something of it was held back, and the elements of which something came out. */
export function tallyOf(
  plan: RowPlan,
  rows: number,
  empty: EmptyCells,
): { released: readonly number[]; withheld: readonly (readonly [element: number, rows: number])[] } {
  const filled = (column: number): number => rows - (empty.columns[column] ?? 0);
  return {
    released: plan.isThere
      ? plan.kept.filter(([, column]) => filled(column) > 0).map(([element]) => element)
      : [],
    withheld: [
      ...plan.withheld.map(([element, column]) => [element, filled(column)] as const),
      ...plan.withheldSets.map((element, set) => [element, rows - (empty.sets[set] ?? 0)] as const),
    ].filter(([, count]) => count > 0),
  };
}

function columnsByElement(columns: readonly CsvColumn[]): readonly (readonly [number, readonly number[]])[] {
  const found = new Map<number, number[]>();
  for (const { element, position } of columns) {
    if (element === undefined) continue;
    const known = found.get(element.index);
    if (known === undefined) found.set(element.index, [position]);
    else known.push(position);
  }
  return [...found];
}

/** Positions that follow each other are one run, and so are cells that are emptied. */
function runsOf(shown: readonly number[]): readonly number[] {
  const runs: [first: number, last: number][] = [];
  for (const position of shown) {
    const run = runs.at(-1);
    if (run !== undefined && position < 0 && run[0] < 0) run[1]++;
    else if (run !== undefined && position >= 0 && run[0] >= 0 && run[1] === position - 1) run[1] = position;
    else runs.push(position < 0 ? [-1, 1] : [position, position]);
  }
  return runs.flat();
}
