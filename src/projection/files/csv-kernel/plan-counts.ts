import type { RowPlan } from "./row-plan.ts";
import type { EmptyCells } from "./types.ts";

/** Rows that were written under a plan, and how many of their cells were empty. */
export interface PlanCount {
  readonly plan: RowPlan;
  readonly rows: number;
  readonly empty: EmptyCells;
}

/** Adds up rows by plan: rows of different views take turns, and elements are told of only once. */
export class PlanCounts {
  private readonly counts = new Map<RowPlan, { rows: number; readonly empty: EmptyCells }>();

  /** `empty` may change afterwards. */
  add(plan: RowPlan, rows: number, empty: EmptyCells): void {
    const count = this.counts.get(plan);
    if (count === undefined) {
      this.counts.set(plan, {
        rows,
        empty: { columns: empty.columns.slice(), sets: empty.sets.slice() },
      });
      return;
    }
    count.rows += rows;
    addEach(count.empty.columns, empty.columns);
    addEach(count.empty.sets, empty.sets);
  }

  *all(): Generator<PlanCount> {
    for (const [plan, { rows, empty }] of this.counts) yield { plan, rows, empty };
  }
}

function addEach(sums: Uint32Array, more: Uint32Array): void {
  for (let at = 0; at < sums.length; at++) sums[at] = (sums[at] ?? 0) + (more[at] ?? 0);
}
