import type { TransformVector } from "../../catalogue/transforms.ts";
import type { CompiledPolicy } from "../types.ts";
import { type CellFilter, rowsFor } from "./cells.ts";
import { raise, shownIn } from "./lattice.ts";
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
    const transforms = new Uint8Array(policy.catalogue.elements.length);
    const giving = grants.filter((use) => raisedBy(transforms, use, bit, filter.elements));
    if (giving.length === 0) return [];
    return [
      {
        role,
        purpose,
        transforms,
        shown: shownIn(transforms).length,
        relations: [...new Set(giving.map(({ grant }) => grant.relation))],
        rules: giving.map(({ grant }) => grant.rule),
      },
    ];
  });
}

/** Joins into `transforms` what the grant gives of the elements; true when that is anything. */
function raisedBy(
  transforms: TransformVector,
  use: UseGrant,
  bit: number | undefined,
  elements: ReadonlySet<number> | undefined,
): boolean {
  const whole = bit === undefined ? use.shown : use.segments.get(bit);
  if (whole === undefined) return false;
  const given = elements === undefined ? whole : whole.map((code, index) => (elements.has(index) ? code : 0));
  raise(transforms, given);
  return given.some((code) => code !== 0);
}
