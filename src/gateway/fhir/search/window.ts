import type { Ordered } from "./sort.ts";

/** One page of the ordered matches, kept without keeping all of them. */
export interface Window<T extends Ordered> {
  /** A match whose id was there before is not counted again: an upstream may send a record twice. */
  add(match: T): void;
  /** Distinct matches seen. */
  total(): number;
  page(): readonly T[];
}

/** Holds at most twice `offset + count` matches at any time. */
export function createWindow<T extends Ordered>(
  order: (a: T, b: T) => number,
  offset: number,
  count: number,
): Window<T> {
  const ids = new Set<string>();
  const room = offset + count;
  let kept: T[] = [];
  const prune = (): void => {
    kept = kept.toSorted(order).slice(0, room);
  };
  return {
    add: (match) => {
      if (ids.has(match.id)) return;
      ids.add(match.id);
      if (count === 0) return;
      kept.push(match);
      if (kept.length >= 2 * room + 64) prune();
    },
    total: () => ids.size,
    page: () => {
      prune();
      return kept.slice(offset);
    },
  };
}
