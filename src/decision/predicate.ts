import type { RelationFact } from "../catalogue/relations.ts";
import type { RecordFacts } from "../catalogue/types.ts";
import { AppError } from "../kernel/errors.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import type { AccessRequest, Facts, RecordPredicate } from "./types.ts";

/** What a predicate is judged against, beside the record itself. */
export interface Scene {
  readonly request: AccessRequest;
  readonly policy: CompiledPolicy;
  readonly facts: Facts;
}

export type RecordTest = (record: RecordFacts) => boolean;

type RelatedPredicate = Extract<RecordPredicate, { kind: "related" }>;

/** Compiles a predicate into a test; what it looks up about a patient is remembered for the life of the test. */
export function compilePredicate(predicate: RecordPredicate, scene: Scene): RecordTest {
  switch (predicate.kind) {
    case "related":
      return compileRelated(predicate, scene);
    case "directory":
      return (record) => record.patients.length === 0;
    case "self":
      return compilePatients(
        new Set(scene.request.subject.patientId === null ? [] : [scene.request.subject.patientId]),
      );
    case "patients":
      return compilePatients(predicate.ids);
    case "about":
      return (record) => record.patients.includes(predicate.patientId);
    case "refs":
      return (record) => record.refs.some((ref) => predicate.refs.has(ref));
    case "assumed":
      return (record) => record.patients.length > 0;
    case "type":
      return (record) => predicate.types.has(record.type);
    case "not":
      return negation(compilePredicate(predicate.of, scene));
    case "all":
      return conjunction(predicate.of.map((part) => compilePredicate(part, scene)));
    default:
      return unknownKind(predicate);
  }
}

function negation(test: RecordTest): RecordTest {
  return (record) => !test(record);
}

function conjunction(tests: readonly RecordTest[]): RecordTest {
  return (record) => tests.every((test) => test(record));
}

/** Not reached by typed code; a foreign predicate closes the decision instead of matching nothing under a `not`. */
function unknownKind(predicate: never): never {
  throw new AppError("internal", "a record predicate has an unknown kind", { cause: predicate });
}

/** INVARIANT: a record about several patients needs the condition for all of them, one without patients never meets it. */
function compilePatients(ids: ReadonlySet<string>): RecordTest {
  return (record) => record.patients.length > 0 && record.patients.every((patientId) => ids.has(patientId));
}

function compileRelated(predicate: RelatedPredicate, scene: Scene): RecordTest {
  const current = new Map<string, readonly RelationFact[]>();
  const factsOf = (patientId: string): readonly RelationFact[] => {
    const known = current.get(patientId);
    if (known !== undefined) return known;
    const found = currentFacts(predicate, patientId, scene);
    current.set(patientId, found);
    return found;
  };
  return (record) =>
    record.patients.length > 0 &&
    record.patients.every((patientId) => factsOf(patientId).some((fact) => reaches(fact, record)));
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
  const definition = scene.policy.relations.get(predicate.relation);
  if (definition === undefined || !definition.permits) return [];
  const now = scene.request.now;
  return scene.facts.relations
    .find(predicate.relation, patientId)
    .filter((fact) => fact.from <= now && now < fact.until && now - fact.syncedAt <= definition.staleAfterMs)
    .filter((fact) => !definition.recordBound || fact.refs.length > 0)
    .filter(
      (fact) => predicate.caseId === null || fact.refs.length === 0 || namesCase(fact, predicate.caseId),
    );
}

/** A case is named as a reference (`Claim/3`) or by the logical id alone. */
function namesCase(fact: RelationFact, caseId: string): boolean {
  return fact.refs.some((ref) => ref === caseId || ref.endsWith(`/${caseId}`));
}

/** A fact bound to records reaches those, what refers to them, and the patient's own Patient record. */
export function reaches(fact: RelationFact, record: RecordFacts): boolean {
  if (fact.refs.length === 0) return true;
  if (record.type === "Patient" && record.id === fact.patientId) return true;
  return fact.refs.some((ref) => record.refs.includes(ref));
}
