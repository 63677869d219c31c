/**
 * Area under the curve of the Mann–Whitney statistic: the chance that a value of `a` is larger than one of `b`, ties
 * counted half. 0.5: one cannot be told from the other by size; 0 or 1: always.
 */
export function areaUnderCurve(a: readonly number[], b: readonly number[]): number {
  const all = [...a.map((value) => [value, true] as const), ...b.map((value) => [value, false] as const)];
  const sorted = all.toSorted(([x], [y]) => x - y);
  let ranks = 0;
  for (let from = 0; from < sorted.length;) {
    let until = from;
    while (until < sorted.length && sorted[until]?.[0] === sorted[from]?.[0]) until += 1;
    const middle = (from + 1 + until) / 2;
    for (const [, isOfA] of sorted.slice(from, until)) ranks += isOfA ? middle : 0;
    from = until;
  }
  return (ranks - (a.length * (a.length + 1)) / 2) / (a.length * b.length);
}

/** Standard deviation of the area when both come from one distribution: what chance alone makes of 0.5. */
export function spreadByChance(a: number, b: number): number {
  return Math.sqrt((a + b + 1) / (12 * a * b));
}
