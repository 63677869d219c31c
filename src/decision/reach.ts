import type { RelationFact } from "../catalogue/relations.ts";
import { KEEP } from "../catalogue/transforms.ts";
import type { TransformVector } from "../catalogue/transforms.ts";
import { concernsType } from "./type-only.ts";
import type { Scene } from "./predicate.ts";
import { currentFacts, relatedIn } from "./predicate.ts";
import type { Decision, Facts, RecordPredicate, Slice } from "./types.ts";
import { codesAt, isEmpty, JoinSet, lowerAt, spread } from "./vectors.ts";
import { elementsOf } from "./view-plan.ts";

/** Where a decision's slices could show something: whose records, and whether records without patients. */
export interface DecisionReach {
  readonly patients: ReadonlySet<string>;
  readonly directory: boolean;
}

/**
 * The patients a search has to look at: every patient that at least one slice reaches now. An upper bound of
 * what is visible, from relation facts and grants alone, never from records. Assumed scope names nobody.
 */
export function reachOf(decision: Decision, facts: Facts): DecisionReach {
  const scene: Scene = { request: decision.request, policy: decision.policy, facts };
  const patients = new Set<string>();
  for (const { records } of decision.slices)
    for (const id of patientsIn(records, scene) ?? []) patients.add(id);
  return { patients, directory: decision.slices.some(({ records }) => reachesDirectory(records)) };
}

/**
 * The relation facts that this decision rests on now, each once. A person holds others too, by other jobs or for
 * watching alone; the patients of those are not theirs to know under this purpose.
 */
export function factsReaching(decision: Decision, facts: Facts): readonly RelationFact[] {
  const scene: Scene = { request: decision.request, policy: decision.policy, facts };
  const found = decision.slices
    .flatMap(({ records }) => relatedIn(records))
    .flatMap((predicate) =>
      [...facts.relations.patients(predicate.relation)].flatMap((patientId) =>
        currentFacts(predicate, patientId, scene),
      ),
    );
  return [...new Set(found)];
}

/** Null: the predicate does not say whose records. */
function patientsIn(predicate: RecordPredicate, scene: Scene): ReadonlySet<string> | null {
  const own = scene.request.subject.patientId;
  if (predicate.kind === "self") return new Set(own === null ? [] : [own]);
  if (predicate.kind === "patients") return predicate.ids;
  if (predicate.kind === "related") {
    const named = [...scene.facts.relations.patients(predicate.relation)];
    return new Set(named.filter((patientId) => currentFacts(predicate, patientId, scene).length > 0));
  }
  if (predicate.kind !== "all") return null;
  const known = predicate.of.map((part) => patientsIn(part, scene)).filter((ids) => ids !== null);
  return known.length === 0 ? null : known.reduce(intersection);
}

function intersection(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...a].filter((id) => b.has(id)));
}

function reachesDirectory(predicate: RecordPredicate): boolean {
  if (predicate.kind === "all") return predicate.of.every(reachesDirectory);
  return predicate.kind === "directory";
}

/**
 * What the caller could be shown of this type on some record: no less than any view of this decision.
 * From policy and caller alone, so a refusal that follows from it tells nothing about data.
 */
export function grantedSomewhere(decision: Decision, type: string): TransformVector {
  const indexes = elementsOf(decision.policy, type);
  const joined = new JoinSet(indexes.length);
  for (const slice of decision.slices) joined.add(atMostOfType(decision, slice, type, indexes));
  return spread(joined.upperBound(), indexes, decision.policy.catalogue.elements.length);
}

/**
 * 1 where every record of this type that any slice could show has the element untransformed, 0 elsewhere.
 * Each slice is taken with every segment it names and every ceiling that may bind it.
 */
export function keptEverywhere(decision: Decision, type: string): Uint8Array {
  const indexes = elementsOf(decision.policy, type);
  const kept = new Uint8Array(indexes.length).fill(1);
  let shown = false;
  for (const slice of decision.slices) {
    const most = atMostOfType(decision, slice, type, indexes);
    if (isEmpty(most)) continue;
    shown = true;
    for (const shape of shapesOf(decision, slice, type, most, indexes)) strike(kept, shape);
  }
  return spread(shown ? kept : kept.fill(0), indexes, decision.policy.catalogue.elements.length);
}

/** The slice's codes for the type, under the ceilings that bind it on every record of the type. */
function atMostOfType(
  decision: Decision,
  slice: Slice,
  type: string,
  indexes: readonly number[],
): TransformVector {
  const most = codesAt(slice.elements, indexes);
  if (isEmpty(most)) return most;
  for (const ceiling of decision.ceilings)
    if (ceiling.segments === 0 && concernsType(ceiling, type) === true && ceiling.binds(slice))
      lowerAt(most, ceiling.atMost, indexes);
  return most;
}

/** What the slice may leave of a record: plain, under each segment, and under each ceiling of some records. */
function shapesOf(
  decision: Decision,
  slice: Slice,
  type: string,
  most: TransformVector,
  indexes: readonly number[],
): TransformVector[] {
  const limits = [...slice.segments.values()];
  for (const ceiling of decision.ceilings) {
    const sometimes = ceiling.segments !== 0 || concernsType(ceiling, type) === null;
    if (sometimes && concernsType(ceiling, type) !== false && ceiling.binds(slice))
      limits.push(ceiling.atMost);
  }
  return [most, ...limits.map((limit) => lowered(most, limit, indexes))];
}

function lowered(
  codes: TransformVector,
  limit: TransformVector,
  indexes: readonly number[],
): TransformVector {
  const left = Uint8Array.from(codes);
  lowerAt(left, limit, indexes);
  return left;
}

/** A shape that leaves nothing hides the record, and says nothing about records that are shown. */
function strike(kept: Uint8Array, shape: TransformVector): void {
  if (isEmpty(shape)) return;
  for (let i = 0; i < kept.length; i++) if (shape[i] !== KEEP) kept[i] = 0;
}
