import { DROP, KEEP } from "../../catalogue/transforms.ts";
import type { TransformVector } from "../../catalogue/transforms.ts";
import { keptEverywhere } from "../../decision/reach.ts";
import { TABLE_ROW } from "../../decision/table-row.ts";
import type { Decision, Slice } from "../../decision/types.ts";
import type { Target } from "./target.ts";

/**
 * Whether every record of the target's type that this decision could show has every element of the target untransformed.
 * From policy and caller alone: that one record has a hidden part is nothing an answer may tell.
 */
export function wholeWherever(
  decision: Decision,
  { type, elements }: Pick<Target, "type" | "elements">,
): boolean {
  if (type !== TABLE_ROW) {
    const kept = keptEverywhere(decision, type);
    return elements.every((index) => kept[index] === 1);
  }
  const naming = decision.slices.filter((slice) => !isEmptyAt(slice.elements, elements));
  return naming.length > 0 && naming.every((slice) => givesWhole(decision, slice, elements));
}

/** A row can hold any element, so that only slices, segments and ceilings that touch these count. */
function givesWhole(decision: Decision, slice: Slice, elements: readonly number[]): boolean {
  const limits = decision.ceilings.filter((ceiling) => ceiling.binds(slice)).map(({ atMost }) => atMost);
  return (
    [slice.elements, ...limits].every((codes) => isKeptAt(codes, elements)) &&
    [...slice.segments.values()].every((left) => isEmptyAt(left, elements) || isKeptAt(left, elements))
  );
}

function isKeptAt(codes: TransformVector, elements: readonly number[]): boolean {
  return elements.every((index) => codes[index] === KEEP);
}

function isEmptyAt(codes: TransformVector, elements: readonly number[]): boolean {
  return elements.every((index) => (codes[index] ?? DROP) === DROP);
}
