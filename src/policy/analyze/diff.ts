import { atMost, codeOf } from "../../catalogue/transforms.ts";
import type { CompiledPolicy } from "../types.ts";
import { type Cell, cellsOf, keyOf } from "./cells.ts";

/** How one cell differs between two policies. */
export interface CellChange {
  /** `gained` and `lost` whole; `wider`, `narrower` or `other` where both have it in another form. */
  readonly change: "gained" | "lost" | "wider" | "narrower" | "other";
  readonly before: Cell | null;
  readonly after: Cell | null;
}

/**
 * The cells of standing grants that differ, in the order of cells. Where several grants give one cell, they are
 * compared as a set, so that splitting a grant in two changes nothing.
 */
export function diffOf(before: CompiledPolicy, after: CompiledPolicy): readonly CellChange[] {
  const [old, now] = [byKey(cellsOf(before)), byKey(cellsOf(after))];
  const keys = [...new Set([...old.keys(), ...now.keys()])].toSorted();
  return keys.flatMap((key) => changesOf(old.get(key) ?? [], now.get(key) ?? []));
}

function changesOf(before: readonly Cell[], after: readonly Cell[]): readonly CellChange[] {
  const gone = before.filter((cell) => !after.some((other) => sameForm(cell, other)));
  const come = after.filter((cell) => !before.some((other) => sameForm(cell, other)));
  const [lost, gained] = [gone[0], come[0]];
  if (gone.length === 1 && come.length === 1 && lost !== undefined && gained !== undefined) {
    return [{ change: kindOf(lost, gained), before: lost, after: gained }];
  }
  return [
    ...gone.map((cell): CellChange => ({ change: "lost", before: cell, after: null })),
    ...come.map((cell): CellChange => ({ change: "gained", before: null, after: cell })),
  ];
}

function kindOf(before: Cell, after: Cell): CellChange["change"] {
  if (noMoreThan(before, after)) return "wider";
  return noMoreThan(after, before) ? "narrower" : "other";
}

/** True when everything that `a` shows, `b` shows too. */
function noMoreThan(a: Cell, b: Cell): boolean {
  return (
    atMost(codeOf(a.as), codeOf(b.as)) &&
    a.segments.every((segment) => b.segments.includes(segment)) &&
    a.can.every((capability) => b.can.includes(capability)) &&
    (b.systems.length === 0 ||
      (a.systems.length > 0 && a.systems.every((system) => b.systems.includes(system))))
  );
}

/** Rules are named by their place in a file, so a rule's name alone is no change. */
function sameForm(a: Cell, b: Cell): boolean {
  return noMoreThan(a, b) && noMoreThan(b, a);
}

function byKey(cells: readonly Cell[]): ReadonlyMap<string, readonly Cell[]> {
  const grouped = new Map<string, Cell[]>();
  for (const cell of cells) {
    const group = grouped.get(keyOf(cell)) ?? [];
    group.push(cell);
    grouped.set(keyOf(cell), group);
  }
  return grouped;
}
