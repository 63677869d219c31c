import { DROP, transformOf, type Transform } from "../../catalogue/transforms.ts";
import type { SegmentMask } from "../../catalogue/types.ts";
import type { Capability } from "../../catalogue/vocabulary.ts";
import type { CompiledPolicy } from "../types.ts";
import { perPolicy } from "./per-policy.ts";
import { segmentsAt, type UseGrant, type UseRow, useIndexOf } from "./use-index.ts";

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
  return [...eachCell(policy, filter)];
}

/** The same one by one, so that who shows a page of them makes no more than that page. */
export function* eachCell(policy: CompiledPolicy, filter: CellFilter = {}): Generator<Cell, void, undefined> {
  for (const row of rowsFor(policy, filter)) yield* cellsOfRow(policy, row, filter);
}

/** The rows of the role and the purpose that are asked for, in their order. */
export function rowsFor(
  policy: CompiledPolicy,
  { role, purpose }: Pick<CellFilter, "role" | "purpose">,
): readonly UseRow[] {
  return useIndexOf(policy).rows.filter(
    (row) => (role === undefined || row.role === role) && (purpose === undefined || row.purpose === purpose),
  );
}

/** The cells of one element in one row: one for each grant that gives it. */
export function cellsOfElement(
  policy: CompiledPolicy,
  { grants }: Pick<UseRow, "grants">,
  index: number,
  segment?: string,
): readonly Cell[] {
  return grants
    .filter(({ shown }) => (shown[index] ?? DROP) !== DROP)
    .map((use) => cellOf(policy, use, index))
    .filter(({ segments }) => segment === undefined || segments.includes(segment));
}

function* cellsOfRow(
  policy: CompiledPolicy,
  row: UseRow,
  { elements, segment }: CellFilter,
): Generator<Cell, void, undefined> {
  for (const index of useIndexOf(policy).byName)
    if (elements === undefined || elements.has(index)) yield* cellsOfElement(policy, row, index, segment);
}

function cellOf(policy: CompiledPolicy, use: UseGrant, index: number): Cell {
  const { role, purpose, relation, rule } = use.grant;
  return {
    role,
    purpose,
    element: policy.catalogue.elements[index]?.id ?? "",
    as: transformOf(use.shown[index] ?? DROP),
    on: relation,
    segments: namesIn(policy, segmentsAt(use, index)),
    can: use.can,
    systems: use.systems,
    rule,
  };
}

/** Few sets of segments are ever shown, and many cells show each. */
function namesIn(policy: CompiledPolicy, mask: SegmentMask): readonly string[] {
  const known = knownNames(policy);
  const ids = known.get(mask) ?? sortedNames(policy, mask);
  known.set(mask, ids);
  return ids;
}

const knownNames = perPolicy(() => new Map<SegmentMask, readonly string[]>());

function sortedNames({ segments }: CompiledPolicy, mask: SegmentMask): readonly string[] {
  return segments
    .filter(({ bit }) => (mask & (1 << bit)) !== 0)
    .map(({ id }) => id)
    .toSorted();
}
