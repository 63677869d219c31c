import { codeOf, DROP, transformOf, type Transform } from "../../catalogue/transforms.ts";
import type { CompiledPolicy } from "../types.ts";
import { type Cell, type CellFilter, cellsOfElement, rowsFor } from "./cells.ts";
import { joined } from "./lattice.ts";

/** A role that sees one element for one purpose by standing grants. */
export interface Seer {
  readonly role: string;
  readonly purpose: string;
  /** The most that any of the cells gives. */
  readonly as: Transform;
  /** By relation; at least one. */
  readonly cells: readonly Cell[];
}

/** Who sees this element by a standing grant, for what, and of whom; sorted by role, then purpose. */
export function whoSees(
  policy: CompiledPolicy,
  elementIndex: number,
  filter: Omit<CellFilter, "elements"> = {},
): readonly Seer[] {
  return rowsFor(policy, filter).flatMap((row) => {
    const cells = cellsOfElement(policy, row, elementIndex, filter.segment);
    if (cells.length === 0) return [];
    const as = transformOf(cells.reduce((code, cell) => joined(code, codeOf(cell.as)), DROP));
    return [{ role: row.role, purpose: row.purpose, as, cells }];
  });
}
