import type { CompiledPolicy } from "../../policy/types.ts";

/** The instants at which a dated exception of the policy begins or ends, ascending. */
export function turningPoints({ exceptions }: CompiledPolicy): Float64Array {
  const instants = (exceptions ?? []).flatMap(({ period }) => [period.from, period.until]);
  return Float64Array.from(new Set(instants)).toSorted();
}

/** How many of the instants have come: between two calls with the same answer, no exception began or ended. */
export function epochAt(instants: Float64Array, now: number): number {
  let low = 0;
  let high = instants.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((instants[middle] ?? Infinity) <= now) low = middle + 1;
    else high = middle;
  }
  return low;
}
