/** What the terminal shows of each row. */
import { type Outcome, verdictOf } from "./outcome.ts";
import type { BenchResult, GrowthPoint } from "./types.ts";

/** Both sides of a row, or why there are none. */
export function lineOf(outcome: Outcome): string {
  if (outcome.kind === "measured") return measuredLine(outcome.result);
  if (outcome.kind === "failed") return `${outcome.name}: FAILED\n  ${outcome.message}`;
  if (outcome.kind === "skipped")
    return `${outcome.name}: not run, ${outcome.reason}${outcome.must === null ? "" : ": MUST MISSED"}`;
  const { name, x, y, points } = outcome.curve;
  return `${name}: ${y} against ${x}\n  ${pointsText(points)}`;
}

function measuredLine(result: BenchResult): string {
  const { name, row, peer, ours, theirs, unit, ratio, cpuRatio, must, aim, rounds, notes, bound } = result;
  const lines = [
    `${name}: ${verdictOf(result)}`,
    `  ${row}, against ${peer}`,
    `  ours ${figure(ours)} ${unit}   theirs ${figure(theirs)} ${unit}   ${rounds} rounds`,
    `  ratio ${figure(ratio)}   by CPU ${figure(cpuRatio)}   must ${figure(must)}   aim ${figure(aim)}`,
    ...notes.map((note) => `  ${note}`),
    ...(bound === null ? [] : [`  bound: ${bound}`]),
  ];
  return lines.join("\n");
}

function pointsText(points: readonly GrowthPoint[]): string {
  return points.map(({ x, y }) => `${figure(x)}: ${figure(y)}`).join("   ");
}

const WHOLE = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const SIGNIFICANT = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 });

/** Three significant digits, all digits of what is larger, a dash for what there is none of. */
export function figure(value: number | null): string {
  if (value === null || Number.isNaN(value)) return "–";
  return Math.abs(value) >= 1_000 ? WHOLE.format(value) : SIGNIFICANT.format(value);
}
