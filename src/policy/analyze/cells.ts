import { DROP, meet, transformOf, type Transform, type TransformCode } from "../../catalogue/transforms.ts";
import type { Capability } from "../../catalogue/vocabulary.ts";
import type { CompiledGrant, CompiledPolicy, CompiledPurpose } from "../types.ts";

/** One element that one standing grant gives for a use: the unit in which a policy is asked about and compared. */
export interface Cell {
  readonly role: string;
  readonly purpose: string;
  readonly element: string;
  /** Under the purpose's ceiling. */
  readonly as: Transform;
  /** Relation to every patient of the record, or `directory`. */
  readonly on: string;
  /** Segments in which it is still shown, sorted; guards (authorization, consent) bind besides. */
  readonly segments: readonly string[];
  readonly can: readonly Capability[];
  readonly systems: readonly string[];
  readonly rule: string;
}

/** Which cells are asked for; all conditions hold together. */
export interface CellFilter {
  readonly role?: string;
  readonly purpose?: string;
  /** Indexes of elements, as `Catalogue.select` gives them. */
  readonly elements?: ReadonlySet<number>;
  readonly segment?: string;
}

/**
 * Every cell of the policy's standing grants, exact: what `decide` gives for a use to somebody who has the role and
 * the relation, on a record without sensitive segments. Sorted by role, purpose, element, relation.
 */
export function cellsOf(policy: CompiledPolicy, filter: CellFilter = {}): readonly Cell[] {
  const grants = [...policy.roles.values()]
    .filter((role) => filter.role === undefined || role.id === filter.role)
    .flatMap((role) => role.grants);
  const cells = grants.flatMap((grant) => cellsOfGrant(policy, grant, filter));
  return cells.toSorted((a, b) => compareKeys(keyOf(a), keyOf(b)));
}

/** What two cells must share to be the same cell of two policies. */
export function keyOf({ role, purpose, element, on }: Cell): string {
  return [role, purpose, element, on].join("\0");
}

function cellsOfGrant(policy: CompiledPolicy, grant: CompiledGrant, filter: CellFilter): readonly Cell[] {
  const purpose = policy.purposes.get(grant.purpose);
  if (purpose === undefined || !givesUse(grant, purpose)) return [];
  if (filter.purpose !== undefined && filter.purpose !== purpose.id) return [];
  return policy.catalogue.elements.flatMap(({ id, index }) => {
    if (filter.elements !== undefined && !filter.elements.has(index)) return [];
    const code = under(purpose, grant.elements[index] ?? DROP, index);
    if (code === DROP) return [];
    const segments = segmentsShowing(policy, grant, purpose, index);
    if (filter.segment !== undefined && !segments.includes(filter.segment)) return [];
    return [{ ...placeOf(grant), element: id, as: transformOf(code), segments }];
  });
}

function givesUse(grant: CompiledGrant, purpose: CompiledPurpose): boolean {
  return purpose.acts.has("use") && (grant.can.has("read") || grant.can.has("search"));
}

function placeOf(grant: CompiledGrant): Omit<Cell, "element" | "as" | "segments"> {
  const { role, purpose, relation, can, systems, rule } = grant;
  return { role, purpose, on: relation, can: [...can].toSorted(), systems: systems.toSorted(), rule };
}

/** `never` holds the most that the purpose may give of each element. */
function under(purpose: CompiledPurpose, code: TransformCode, index: number): TransformCode {
  return meet(code, purpose.never[index] ?? DROP);
}

function segmentsShowing(
  policy: CompiledPolicy,
  grant: CompiledGrant,
  purpose: CompiledPurpose,
  index: number,
): readonly string[] {
  return policy.segments
    .filter(({ bit }) => (purpose.neverSegments & (1 << bit)) === 0)
    .filter(({ bit }) => under(purpose, grant.segments.get(bit)?.[index] ?? DROP, index) !== DROP)
    .map(({ id }) => id)
    .toSorted();
}

function compareKeys(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
