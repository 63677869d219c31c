import type { SearchParameter } from "../../../catalogue/types.ts";
import type { Filter } from "./filter.ts";

/** A conjunct of a search, compiled; what it finds is not known yet. */
export type Condition =
  | { readonly kind: "filter"; readonly filter: Filter }
  /**
   * `chain`: the record refers to a visible record of `type` on which `of` holds.
   * `has`: a visible record of `type` on which `of` holds refers to the record.
   */
  | {
      readonly kind: "chain" | "has";
      readonly type: string;
      readonly reference: SearchParameter;
      readonly of: Condition;
    }
  | { readonly kind: "every" | "some"; readonly of: readonly Condition[] }
  | { readonly kind: "not"; readonly of: Condition };

/** Filters that hold wherever the condition does: they may narrow what is asked for. */
export function filtersIn(condition: Condition): readonly Filter[] {
  if (condition.kind === "filter") return [condition.filter];
  return condition.kind === "every" ? condition.of.flatMap(filtersIn) : [];
}

/** Elements that a condition reads of the record itself; those of records it is joined with are theirs. */
export function elementsRead(condition: Condition): readonly number[] {
  if (condition.kind === "filter") return condition.filter.parameter.elements ?? [];
  if (condition.kind === "chain") return condition.reference.elements ?? [];
  return condition.kind === "has" ? [] : insideOf(condition).flatMap(elementsRead);
}

/** How often one record is compared: what conditions cost beside the number of candidates. */
export function comparisonsOf(conditions: readonly Condition[]): number {
  return conditions
    .flatMap(conditionsIn)
    .reduce((count, one) => count + (one.kind === "filter" ? one.filter.alternatives.length : 0), 0);
}

/** How many sub-queries conditions make. */
export function joinsOf(conditions: readonly Condition[]): number {
  return conditions.flatMap(conditionsIn).filter(({ kind }) => kind === "chain" || kind === "has").length;
}

/** The types and references through which conditions ask for records that refer to others. */
export function referrersOf(
  conditions: readonly Condition[],
): readonly (readonly [string, SearchParameter])[] {
  return conditions
    .flatMap(conditionsIn)
    .flatMap((one) => (one.kind === "has" ? [[one.type, one.reference] as const] : []));
}

/** The condition and all inside it. */
function conditionsIn(condition: Condition): readonly Condition[] {
  return [condition, ...insideOf(condition).flatMap(conditionsIn)];
}

function insideOf(condition: Condition): readonly Condition[] {
  return condition.kind === "filter" ? [] : [condition.of].flat();
}
