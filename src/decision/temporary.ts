import type { TransformVector } from "../catalogue/transforms.ts";
import type { SegmentMask } from "../catalogue/types.ts";
import type { Basis, Capability } from "../catalogue/vocabulary.ts";
import { AppError } from "../kernel/errors.ts";
import type { CompiledPolicy, CompiledPurpose } from "../policy/types.ts";
import type { Offer, Question } from "./question.ts";
import { isHere } from "./question.ts";
import { because } from "./reasons.ts";
import type { Reason, RecordPredicate, Slice, TemporaryGrant } from "./types.ts";

const READING: ReadonlySet<Capability> = new Set(["read", "search"]);
/** Emergencies are care: a glass is not broken to send a bill. */
const CARE: ReadonlySet<Basis> = new Set(["treatment", "emergency"]);

/** A grant holds in [from, until): at `until` exactly it is gone. */
export function inForce(grant: TemporaryGrant, now: number): boolean {
  return grant.from <= now && now < grant.until;
}

/** Approved just-in-time and break-glass grants that hold now, for this act and purpose, in this system. */
export function temporarySlices(question: Question): Offer {
  const slices: Slice[] = [];
  const refused: Reason[] = [];
  for (const grant of question.facts.grants) {
    const obstacle = obstacleTo(grant, question);
    if (obstacle === "other-matter") continue;
    if (obstacle !== null) refused.push(obstacle);
    else slices.push(sliceOf(grant, question));
  }
  return { slices, refused };
}

/** Whether a grant for a use serves the question at all, whatever the hour. */
export function serves(grant: TemporaryGrant, question: Question): boolean {
  const { act, capability, system } = question.request;
  return (
    grant.act === act && concerns(grant, question) && isHere(grant.systems, system) && READING.has(capability)
  );
}

function obstacleTo(grant: TemporaryGrant, question: Question): Reason | "other-matter" | null {
  const { request } = question;
  if (grant.act !== request.act || grant.patients.length === 0 || !concerns(grant, question))
    return "other-matter";
  const rule = `grant:${grant.id}`;
  if (request.now >= grant.until) return because("grant_expired", rule);
  if (request.now < grant.from) return "other-matter";
  if (!isHere(grant.systems, request.system)) return because("wrong_system", rule);
  if (request.act === "use") return READING.has(request.capability) ? null : "other-matter";
  return reachesRecipient(grant, question) ? null : because("recipient_not_permitted", rule);
}

/** A just-in-time grant serves the purpose it was approved for; an eligible role's broken glass serves care. */
function concerns(grant: TemporaryGrant, question: Question): boolean {
  const purpose = question.policy.purposes.get(grant.purpose);
  if (purpose === undefined) return false;
  if (grant.kind === "jit") return question.purposes.includes(purpose);
  return isEligibleForBreakGlass(question) && question.purposes.some(({ basis }) => CARE.has(basis));
}

function isEligibleForBreakGlass({ request, policy }: Question): boolean {
  return request.subject.roles.some((role) => policy.roles.get(role)?.breakGlass === true);
}

function reachesRecipient(grant: TemporaryGrant, { request, policy }: Question): boolean {
  if (request.act === "use" || request.recipient === null) return false;
  const rule = policy.purposes.get(grant.purpose)?.[request.act];
  return rule !== undefined && rule.recipients.has(request.recipient.class);
}

/** What a grant that holds gives for this act. A fault where it does not fit the policy in force. */
export function sliceOf(grant: TemporaryGrant, { request, policy }: Question): Slice {
  return {
    rule: `grant:${grant.id}`,
    purpose: grant.purpose,
    basis: purposeOf(grant, policy).basis,
    exemption: null,
    grantId: grant.id,
    grantKind: grant.kind,
    records: recordsOf(grant),
    elements: checked(grant.elements, policy),
    segments: segmentsOf(grant.segments, grant.elements, policy),
    can: request.act === "use" ? READING : new Set([request.act]),
    expires: grant.until,
  };
}

function purposeOf(grant: TemporaryGrant, policy: CompiledPolicy): CompiledPurpose {
  const purpose = policy.purposes.get(grant.purpose);
  if (purpose === undefined)
    throw new AppError("internal", "a temporary grant names a purpose that the policy lacks");
  return purpose;
}

function recordsOf(grant: TemporaryGrant): RecordPredicate {
  const patients: RecordPredicate = { kind: "patients", ids: new Set(grant.patients) };
  if (grant.refs.length === 0) return patients;
  return { kind: "all", of: [patients, { kind: "refs", refs: new Set(grant.refs) }] };
}

/** Per segment of the mask, the same elements: the slice names the segment whole. */
export function segmentsOf(
  mask: SegmentMask,
  elements: TransformVector,
  policy: CompiledPolicy,
): ReadonlyMap<number, TransformVector> {
  const named = policy.segments.filter(({ bit }) => (mask & (1 << bit)) !== 0);
  return new Map(named.map(({ bit }) => [bit, elements]));
}

/** INVARIANT: a vector that came as data has one code per element of this policy's catalogue; else the decision fails closed. */
export function checked(vector: TransformVector, policy: CompiledPolicy): TransformVector {
  if (vector.length === policy.catalogue.elements.length) return vector;
  throw new AppError("internal", "a transform vector does not fit the catalogue of the policy in force");
}
