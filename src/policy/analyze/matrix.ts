import { DROP, type TransformVector } from "../../catalogue/transforms.ts";
import type { CompiledPolicy } from "../types.ts";
import { type CellFilter, rowsFor } from "./cells.ts";
import { countShown, isNothing, raise } from "./lattice.ts";
import type { UseGrant } from "./use-index.ts";

/** What one role sees for one purpose by standing grants, whatever the relation. */
export interface MatrixRow {
  readonly role: string;
  readonly purpose: string;
  /** One transform code for each element of the catalogue, by `DataElement.index`: the most that any relation gives. */
  readonly transforms: TransformVector;
  /** How many elements are shown. */
  readonly shown: number;
  /** Relations of the grants that give any of it, sorted. */
  readonly relations: readonly string[];
  /** Their rules, by relation. */
  readonly rules: readonly string[];
}

/**
 * The policy as a matrix, one row for each role and purpose with anything to see under the filter; sorted by role,
 * then purpose. With a segment, what is shown of records that carry it.
 */
export function matrixOf(policy: CompiledPolicy, filter: CellFilter = {}): readonly MatrixRow[] {
  const bit = policy.segments.find(({ id }) => id === filter.segment)?.bit;
  if (filter.segment !== undefined && bit === undefined) return [];
  return rowsFor(policy, filter).flatMap(({ role, purpose, grants }) => {
    const giving = grants.flatMap((use) => givenBy(use, bit, filter.elements));
    const [first, ...others] = giving;
    if (first === undefined) return [];
    const transforms = first.vector.slice();
    for (const { vector } of others) raise(transforms, vector);
    return [
      {
        role,
        purpose,
        transforms,
        shown: countShown(transforms),
        relations: [...new Set(giving.map(({ use }) => use.grant.relation))],
        rules: giving.map(({ use }) => use.grant.rule),
      },
    ];
  });
}

/** What the grant gives of the elements that are asked for; empty when that is nothing. */
function givenBy(
  use: UseGrant,
  bit: number | undefined,
  elements: ReadonlySet<number> | undefined,
): readonly { readonly use: UseGrant; readonly vector: TransformVector }[] {
  const whole = bit === undefined ? use.shown : use.segments.get(bit);
  if (whole === undefined) return [];
  const vector = elements === undefined ? whole : whole.map((code, i) => (elements.has(i) ? code : DROP));
  return isNothing(vector) ? [] : [{ use, vector }];
}
