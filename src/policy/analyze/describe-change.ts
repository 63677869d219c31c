import type { CellChange } from "./diff.ts";

/**
 * A changed cell in one line of ids, for the record and for people: `gained biller/billing/patient.sex on billable`,
 * with the form where it is not `keep` and the segments it is shown in. Never a value of a patient.
 */
export function describeChange({ change, before, after }: CellChange): string {
  const cell = after ?? before;
  if (cell === null) return change;
  const place = `${change} ${cell.role}/${cell.purpose}/${cell.element} on ${cell.on}`;
  if (before !== null && after !== null) return `${place}: ${differences(before, after).join(", ")}`;
  const form = cell.as === "keep" ? "" : ` as ${cell.as}`;
  return `${place}${form}${bracketed(cell.segments)}`;
}

type Cell = NonNullable<CellChange["before"]>;

function differences(before: Cell, after: Cell): readonly string[] {
  const form = before.as === after.as ? [] : [`from ${before.as} to ${after.as}`];
  const lists = (["segments", "can", "systems"] as const).flatMap((key) => {
    const [old, now] = [before[key].join(" "), after[key].join(" ")];
    return old === now ? [] : [`${key} from [${old}] to [${now}]`];
  });
  return [...form, ...lists];
}

function bracketed(segments: readonly string[]): string {
  return segments.length === 0 ? "" : ` [${segments.join(" ")}]`;
}
