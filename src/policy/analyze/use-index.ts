import { DROP, type TransformVector } from "../../catalogue/transforms.ts";
import type { SegmentMask } from "../../catalogue/types.ts";
import type { Capability } from "../../catalogue/vocabulary.ts";
import type { CompiledGrant, CompiledPolicy, CompiledPurpose } from "../types.ts";
import { underCeiling } from "./ceilings.ts";
import { type ElementSet, setOfShown } from "./element-set.ts";
import { isNothing, lowered } from "./lattice.ts";
import { perPolicy } from "./per-policy.ts";

/** One standing grant that gives a use to somebody, with what its purpose's ceiling leaves of it. */
export interface UseGrant {
  readonly grant: CompiledGrant;
  readonly shown: TransformVector;
  /** The elements of `shown` that are not dropped. */
  readonly elements: ElementSet;
  /** By segment bit, what is left on a record that carries the segment; an absent bit hides the record. */
  readonly segments: ReadonlyMap<number, TransformVector>;
  /** Sorted, so that equal grants print alike. */
  readonly can: readonly Capability[];
  readonly systems: readonly string[];
  /** Relation, capabilities and systems in one text: grants that differ in elements alone have the same. */
  readonly terms: string;
}

/** The grants of one role for one purpose, by relation, in file order within one relation. */
export interface UseRow {
  readonly role: string;
  readonly purpose: string;
  readonly grants: readonly UseGrant[];
}

/** What is asked again and again about one policy, laid out once. */
export interface UseIndex {
  /** Sorted by role, then purpose. */
  readonly rows: readonly UseRow[];
  /** Indexes of the elements in the order of their ids. */
  readonly byName: readonly number[];
}

/** The index of this policy. */
export const useIndexOf: (policy: CompiledPolicy) => UseIndex = perPolicy((policy) => ({
  rows: rowsOf(policy),
  byName: elementsByName(policy),
}));

/** The segments in which the grant still shows the element. */
export function segmentsAt({ segments }: UseGrant, index: number): SegmentMask {
  let mask = 0;
  for (const [bit, vector] of segments) if ((vector[index] ?? DROP) !== DROP) mask |= 1 << bit;
  return mask;
}

/** Code units, as keys of cells are compared. */
export function compareNames(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function elementsByName({ catalogue }: CompiledPolicy): readonly number[] {
  const sorted = catalogue.elements.toSorted((a, b) => compareNames(a.id, b.id));
  return sorted.map(({ index }) => index);
}

function rowsOf(policy: CompiledPolicy): readonly UseRow[] {
  const roles = [...policy.roles.values()].toSorted((a, b) => compareNames(a.id, b.id));
  return roles.flatMap(({ id: role, grants }) => {
    const byPurpose = new Map<string, UseGrant[]>();
    for (const grant of grants) {
      const use = useOf(policy, grant);
      if (use === null) continue;
      const row = byPurpose.get(grant.purpose);
      if (row === undefined) byPurpose.set(grant.purpose, [use]);
      else row.push(use);
    }
    const purposes = [...byPurpose].toSorted(([a], [b]) => compareNames(a, b));
    return purposes.map(([purpose, uses]) => ({ role, purpose, grants: byRelation(uses) }));
  });
}

function byRelation(uses: readonly UseGrant[]): readonly UseGrant[] {
  return uses.toSorted((a, b) => compareNames(a.grant.relation, b.grant.relation));
}

/** Null for a grant by which nobody ever reads or finds anything. */
function useOf(policy: CompiledPolicy, grant: CompiledGrant): UseGrant | null {
  const purpose = policy.purposes.get(grant.purpose);
  if (purpose === undefined || !givesUse(policy, grant, purpose)) return null;
  const shown = underCeiling(policy, purpose, grant.elements);
  if (isNothing(shown)) return null;
  const named = [...grant.segments].filter(([bit]) => (purpose.neverSegments & (1 << bit)) === 0);
  const under = (vector: TransformVector): TransformVector =>
    vector === grant.elements ? shown : lowered(shown, vector);
  const can = [...grant.can].toSorted();
  const systems = grant.systems.toSorted();
  return {
    grant,
    shown,
    elements: setOfShown(shown),
    segments: new Map(named.map(([bit, vector]) => [bit, under(vector)])),
    can,
    systems,
    terms: [grant.relation, can.join(), systems.join()].join("\0"),
  };
}

function givesUse(policy: CompiledPolicy, grant: CompiledGrant, purpose: CompiledPurpose): boolean {
  const permits = policy.relations.get(grant.relation)?.permits === true;
  const reads = grant.can.has("read") || grant.can.has("search");
  return permits && reads && purpose.declarable && purpose.acts.has("use");
}
