import type { RelationFact } from "../catalogue/relations.ts";
import type { RecordFacts } from "../catalogue/types.ts";
import { AppError } from "../kernel/errors.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import { getOrAdd } from "./get-or-add.ts";
import type { AccessRequest, Facts, RecordPredicate } from "./types.ts";

export type RelatedPredicate = Extract<RecordPredicate, { kind: "related" }>;

/** What a predicate is judged against, beside the record itself. */
export interface Scene {
  readonly request: AccessRequest;
  readonly policy: CompiledPolicy;
  readonly facts: Facts;
  /** Facts in force that were looked up before, by predicate and patient; absent: nothing is remembered. */
  readonly known?: Map<RelatedPredicate, Map<string, readonly RelationFact[]>>;
}

/** Whether the predicate holds on the record. A fault on an unknown kind, so that no `not` turns it into a yes. */
export function holds(predicate: RecordPredicate, record: RecordFacts, scene: Scene): boolean {
  switch (predicate.kind) {
    case "related":
      return everyPatient(record, (patientId) =>
        currentFacts(predicate, patientId, scene).some((fact) => reaches(fact, record)),
      );
    case "directory":
      return record.patients.length === 0;
    case "self":
      return everyPatient(record, (patientId) => patientId === scene.request.subject.patientId);
    case "patients":
      return everyPatient(record, (patientId) => predicate.ids.has(patientId));
    case "about":
      return record.patients.includes(predicate.patientId);
    case "refs":
      return record.refs.some((ref) => predicate.refs.has(ref));
    case "assumed":
      return record.patients.length > 0;
    case "type":
      return predicate.types.has(record.type);
    case "matches":
      return record.matches?.has(predicate.scope) ?? false;
    case "not":
      return !holds(predicate.of, record, scene);
    case "all":
      return predicate.of.every((part) => holds(part, record, scene));
    default:
      return unknownKind(predicate);
  }
}

/** The relations that all have to hold for the predicate to. */
export function relatedIn(predicate: RecordPredicate): readonly RelatedPredicate[] {
  if (predicate.kind === "related") return [predicate];
  return predicate.kind === "all" ? predicate.of.flatMap(relatedIn) : [];
}

function unknownKind(predicate: never): never {
  throw new AppError("internal", "a record predicate has an unknown kind", { cause: predicate });
}

/** INVARIANT: a record about several patients needs the condition for all of them, one without patients never meets it. */
function everyPatient(record: RecordFacts, condition: (patientId: string) => boolean): boolean {
  return record.patients.length > 0 && record.patients.every(condition);
}

/**
 * The facts that hold now for this relation and patient, in index order.
 * A fact holds in [from, until), not when its source was read longer ago than the relation allows,
 * and for a case only when it names the case.
 */
export function currentFacts(
  predicate: RelatedPredicate,
  patientId: string,
  scene: Scene,
): readonly RelationFact[] {
  if (scene.known === undefined) return lookUp(predicate, patientId, scene);
  const byPatient = getOrAdd(scene.known, predicate, () => new Map<string, readonly RelationFact[]>());
  return getOrAdd(byPatient, patientId, () => lookUp(predicate, patientId, scene));
}

function lookUp(
  { relation, caseId }: RelatedPredicate,
  patientId: string,
  scene: Scene,
): readonly RelationFact[] {
  const definition = scene.policy.relations.get(relation);
  if (definition === undefined || !definition.permits) return [];
  const now = scene.request.now;
  return scene.facts.relations.find(relation, patientId).filter((fact) => {
    if (now < fact.from || now >= fact.until || now - fact.syncedAt > definition.staleAfterMs) return false;
    if (fact.refs.length === 0) return !definition.recordBound;
    return caseId === null || namesCase(fact, caseId);
  });
}

/** A case is named as a reference (`Claim/3`) or by the logical id alone. */
export function namesCase(fact: Pick<RelationFact, "refs">, caseId: string): boolean {
  return fact.refs.some((ref) => ref === caseId || ref.endsWith(`/${caseId}`));
}

/** What a fact bound to records has to know of one. */
export type RecordAsked = Pick<RecordFacts, "type" | "id" | "refs">;

/** A fact bound to records reaches those, what refers to them, and the patient's own Patient record. */
export function reaches(fact: Pick<RelationFact, "patientId" | "refs">, record: RecordAsked): boolean {
  if (fact.refs.length === 0) return true;
  if (record.type === "Patient" && record.id === fact.patientId) return true;
  return fact.refs.some((ref) => record.refs.includes(ref));
}
