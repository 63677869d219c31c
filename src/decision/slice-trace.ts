import type { RecordFacts } from "../catalogue/types.ts";
import type { ReasonCode } from "../kernel/reasons.ts";
import type { TransformVector } from "../catalogue/transforms.ts";
import type { RelationUsed } from "./explanation.ts";
import type { RelatedPredicate, Scene } from "./predicate.ts";
import { currentFacts, holds, reaches, relatedIn } from "./predicate.ts";
import type { Ceiling, Decision, Slice } from "./types.ts";
import type { BoundSlice } from "./view-plan.ts";
import { givenBy, onSegments } from "./view-plan.ts";

/** How one slice fared on one record. */
export interface SliceTrace {
  readonly slice: Slice;
  /** Null: it reached the record and names its segments. */
  readonly obstacle: ReasonCode | null;
  readonly relations: readonly RelationUsed[];
  /** Codes in the order of the type's elements; null: nothing. */
  readonly given: TransformVector | null;
  readonly cuts: readonly CeilingCut[];
}

export interface CeilingCut {
  readonly ceiling: Ceiling;
  readonly before: TransformVector;
  readonly after: TransformVector;
}

/** Every slice of the decision, in order, with what it met on the way to this record. */
export function traceSlices(
  decision: Decision,
  scene: Scene,
  record: RecordFacts,
  indexes: readonly number[],
): readonly SliceTrace[] {
  return decision.slices.map((slice) => {
    const bound = decision.ceilings.filter((ceiling) => ceiling.binds(slice));
    return traceSlice({ slice, bound }, scene, record, indexes);
  });
}

function traceSlice(
  bound: BoundSlice,
  scene: Scene,
  record: RecordFacts,
  indexes: readonly number[],
): SliceTrace {
  const { slice } = bound;
  const missed = { slice, relations: [], given: null, cuts: [] };
  if (!holds(slice.records, record, scene))
    return { ...missed, obstacle: isStale(slice, scene, record) ? "relation_stale" : "relation_absent" };
  const relations = relatedIn(slice.records).flatMap((predicate) => usedBy(slice, predicate, scene, record));
  if (onSegments(slice, record.segments, indexes) === null)
    return { ...missed, relations, obstacle: "segment_not_permitted" };
  const cuts: CeilingCut[] = [];
  const given = givenBy(bound, record, scene, indexes, (ceiling, before, after) =>
    cuts.push({ ceiling, before, after: Uint8Array.from(after) }),
  );
  return { slice, obstacle: null, relations, given, cuts };
}

function usedBy(
  slice: Slice,
  predicate: RelatedPredicate,
  scene: Scene,
  record: RecordFacts,
): RelationUsed[] {
  return record.patients.flatMap((patientId) => {
    const fact = currentFacts(predicate, patientId, scene).find((candidate) => reaches(candidate, record));
    if (fact === undefined) return [];
    return [{ rule: slice.rule, relation: predicate.relation, patientId, source: fact.source }];
  });
}

/** A fact is within its window and missed only because its source was not read lately. */
function isStale(slice: Slice, scene: Scene, record: RecordFacts): boolean {
  const now = scene.request.now;
  return relatedIn(slice.records).some(({ relation }) =>
    record.patients.some((patientId) => {
      const stale = scene.policy.relations.get(relation)?.staleAfterMs ?? 0;
      const found = scene.facts.relations.find(relation, patientId);
      return found.some((fact) => fact.from <= now && now < fact.until && now - fact.syncedAt > stale);
    }),
  );
}
