/** What a row or a curve came to, as plain data that crosses processes, and the verdict on it. */
import type { BenchResult, BenchRow, GrowthResult } from "./types.ts";

export type Outcome =
  | { readonly kind: "measured"; readonly result: BenchResult }
  | { readonly kind: "drawn"; readonly curve: GrowthResult }
  | { readonly kind: "skipped"; readonly name: string; readonly must: number | null; readonly reason: string }
  | { readonly kind: "failed"; readonly name: string; readonly message: string };

export type Verdict = "aim reached" | "must reached" | "MUST MISSED" | "reported";

/** A ratio held against what has to be and what should be reached. */
export function verdictOf({ ratio, must, aim }: Pick<BenchResult, "ratio" | "must" | "aim">): Verdict {
  if (must !== null && !(ratio >= must)) return "MUST MISSED";
  if (aim !== null && ratio >= aim) return "aim reached";
  return must === null ? "reported" : "must reached";
}

export const EXIT = { reached: 0, fault: 1, usage: 2, missed: 3 } as const;

/** 1 where a row failed, else 3 where a must was missed or could not be measured, else 0. */
export function exitCodeOf(outcomes: readonly Outcome[]): number {
  if (outcomes.some(({ kind }) => kind === "failed")) return EXIT.fault;
  return outcomes.some(isMissed) ? EXIT.missed : EXIT.reached;
}

function isMissed(outcome: Outcome): boolean {
  if (outcome.kind === "skipped") return outcome.must !== null;
  return outcome.kind === "measured" && verdictOf(outcome.result) === "MUST MISSED";
}

/** The entry of bench/results.json for what a row measured. */
export function resultOf(
  row: BenchRow,
  measured: Exclude<Awaited<ReturnType<BenchRow["run"]>>, { readonly skipped: string }>,
  measuredAt: string,
): BenchResult {
  const { name, row: path, peer, unit, must, aim } = row;
  const { ratio, cpuRatio, ours, theirs, rounds, notes = [], bound = null } = measured;
  return {
    name,
    row: path,
    peer,
    ratio,
    must,
    aim,
    ours,
    theirs,
    unit,
    rounds,
    cpuRatio,
    notes,
    bound,
    measuredAt,
  };
}
