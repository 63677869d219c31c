import type { RelationFact } from "../../src/catalogue/relations.ts";
import type { RecordFacts } from "../../src/catalogue/types.ts";
import type { Basis } from "../../src/catalogue/vocabulary.ts";
import type { AccessRequest, Authorization, Facts } from "../../src/decision/types.ts";
import type { CompiledPolicy } from "../../src/policy/types.ts";

/**
 * What Cedar cannot find out, since its language has no quantifier: whether something holds of every patient of a record.
 * Said plainly and once more; shares nothing with the decision.
 */
export interface Situation {
  readonly policy: CompiledPolicy;
  readonly request: AccessRequest;
  readonly facts: Facts;
  readonly record: RecordFacts;
}

const CORE_ELEMENTS_AND_STATEMENTS = 9;
const EVERY_BASIS: readonly Basis[] = [
  "treatment",
  "payment",
  "operations",
  "authorization",
  "required-by-law",
  "research",
  "public-health",
  "individual",
  "oversight",
  "emergency",
  "none",
];

function ofEveryPatient({ record }: Situation, holds: (patientId: string) => boolean): boolean {
  return record.patients.length > 0 && !record.patients.some((patientId) => !holds(patientId));
}

/** Relations whose facts hold now, are fresh, and reach the record, for all its patients; for a case, by naming it. */
export function relationsHeld(at: Situation, caseId: string | null): string[] {
  const held: string[] = [];
  for (const relation of at.policy.relations.values()) {
    if (relation.kind !== "fact") continue;
    const counts = (fact: RelationFact): boolean => {
      const { now } = at.request;
      if (fact.from > now || fact.until <= now) return false;
      if (fact.syncedAt + relation.staleAfterMs < now) return false;
      if (fact.refs.length === 0) return !relation.recordBound;
      if (caseId !== null && !fact.refs.some((ref) => [ref, ref.split("/").at(-1)].includes(caseId)))
        return false;
      const ownRecord = at.record.type === "Patient" && at.record.id === fact.patientId;
      return ownRecord || at.record.refs.some((ref) => fact.refs.includes(ref));
    };
    const heldToEach = ofEveryPatient(at, (id) => [...at.facts.relations.find(relation.id, id)].some(counts));
    if (heldToEach) held.push(relation.id);
  }
  return held;
}

/** Segments that every patient authorized for this recipient; a use needs the very authorization that is claimed. */
export function authorizedSegments(at: Situation): string[] {
  const { request, facts, policy } = at;
  const usable = facts.authorizations.filter((paper) => isValid(paper, request) && names(paper, request));
  const claimed = request.exemption?.authorizationId;
  const papers = request.act === "use" ? usable.filter(({ id }) => id === claimed) : usable;
  return policy.segments.flatMap(({ id, bit }) => {
    const authorized = ofEveryPatient(at, (patient) =>
      papers.some((paper) => paper.patientId === patient && ((paper.segments >>> bit) & 1) === 1),
    );
    return authorized ? [id] : [];
  });
}

function isValid(paper: Authorization, { now }: AccessRequest): boolean {
  const revoked = paper.revokedAt !== null && now >= paper.revokedAt;
  return (
    !revoked &&
    now >= paper.signedAt &&
    now < paper.expiresAt &&
    paper.present.size === CORE_ELEMENTS_AND_STATEMENTS
  );
}

function names(paper: Authorization, { act, subject, recipient }: AccessRequest): boolean {
  if (act === "use") return paper.recipientIds.includes(subject.personId);
  if (recipient === null) return false;
  return paper.recipientClasses.includes(recipient.class) || paper.recipientIds.includes(recipient.id);
}

/** Grounds on which every patient consents now that this recipient gets Part 2 records, 42 CFR 2.31. */
export function consentedBases(at: Situation): string[] {
  const { request, facts } = at;
  const to = request.recipient?.class;
  if (to === undefined) return [];
  const inForce = facts.consents.filter(
    ({ from, until, revokedAt }) =>
      request.now >= from && request.now < until && (revokedAt === null || request.now < revokedAt),
  );
  const given = inForce.filter(({ recipientClasses }) => recipientClasses.includes(to));
  return EVERY_BASIS.filter((basis) =>
    ofEveryPatient(at, (patient) =>
      given.some(({ patientId, bases }) => patientId === patient && bases.includes(basis)),
    ),
  );
}

/** The restrictions on this element of this record toward this recipient, ground by ground, 45 CFR 164.522(a). */
export function restrictionsOn(at: Situation, element: number): { kind: string; basis: string }[] {
  const { request, facts, record } = at;
  return facts.restrictions.flatMap(({ kind, patientId, refs, recipientClasses, bases, elements }) => {
    const about =
      record.patients.includes(patientId) && (refs.length === 0 || refs.some((r) => record.refs.includes(r)));
    const to = request.recipient?.class;
    const toThem = recipientClasses.length === 0 || (to !== undefined && recipientClasses.includes(to));
    if (!about || !toThem || (elements[element] ?? 0) !== 0) return [];
    const asked: readonly Basis[] = bases.length === 0 ? ["treatment", "payment", "operations"] : bases;
    return asked.map((basis) => ({ kind, basis }));
  });
}
