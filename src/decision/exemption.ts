import type { TransformVector } from "../catalogue/transforms.ts";
import type { SegmentMask } from "../catalogue/types.ts";
import type { Basis, ExemptionCode } from "../catalogue/vocabulary.ts";
import { err, ok } from "../kernel/result.ts";
import type { Result } from "../kernel/result.ts";
import type { CompiledExemption } from "../policy/types.ts";
import { authorizationReach } from "./authorization.ts";
import type { Reach } from "./exemption-reach.ts";
import type { StandingGrant } from "./policy-index.ts";
import type { Offer, Question } from "./question.ts";
import { NOTHING_OFFERED, recordsFor, standingGrants } from "./question.ts";
import { because } from "./reasons.ts";
import { checked, segmentsOf } from "./temporary.ts";
import type { ExemptionClaim, Reason, Slice } from "./types.ts";

const ALL_SEGMENTS: SegmentMask = -1;

/** Whom one must have verified before anything leaves, 45 CFR 164.514(h). */
const NEEDS_VERIFIED: ReadonlySet<ExemptionCode> = new Set(["individual", "hhs", "required-by-law"]);

/** The legal ground an exempt slice stands on; the others keep the ground of their purpose. */
const BASIS_OF: Partial<Record<ExemptionCode, Basis>> = {
  treatment: "treatment",
  individual: "individual",
  authorization: "authorization",
  "required-by-law": "required-by-law",
  hhs: "required-by-law",
};

/** The exemption that the caller claims, 45 CFR 164.502(b)(2). A claim that fails denies; it never falls back. */
export function claimedSlices(question: Question, claim: ExemptionClaim): Offer {
  const code = codeOf(claim.code);
  if (code === undefined) return refuse(because("exemption_unknown"));
  const exemption = question.policy.exemptions.get(code);
  if (exemption === undefined || !coversRecipient(exemption, question))
    return refuse(because("exemption_not_applicable"));
  if (needsVerification(code, question)) return refuse(because("recipient_unverified", exemption.rule));
  const reach = reachOfClaim(exemption, question, claim);
  return reach.ok ? exemptSlices(question, exemption, reach.value) : refuse(reach.error);
}

/** Disclosures to and requests by a provider for treatment, .502(b)(2)(i): found, not claimed. */
export function treatmentSlices(question: Question): Offer {
  const exemption = question.policy.exemptions.get("treatment");
  if (exemption === undefined || !coversRecipient(exemption, question)) return NOTHING_OFFERED;
  const offer = exemptSlices(question, exemption, wholeRecord(question));
  return { slices: offer.slices, refused: [] };
}

function exemptSlices(question: Question, exemption: CompiledExemption, reach: Reach): Offer {
  const { grants, refused } = standingGrants(question);
  const covered = grants.filter((standing) => covers(exemption, standing, question));
  if (grants.length > 0 && covered.length === 0)
    return refuse(because("exemption_not_applicable", exemption.rule));
  return { slices: covered.map((standing) => exemptSlice(question, exemption, reach, standing)), refused };
}

function covers(
  exemption: CompiledExemption,
  { role, purpose }: StandingGrant,
  { request }: Question,
): boolean {
  if (!exemption.bases.has(purpose.basis)) return false;
  // .502(b)(2)(i) exempts requests *by* a provider.
  return exemption.code !== "treatment" || request.act !== "request" || role.provider;
}

function exemptSlice(
  question: Question,
  exemption: CompiledExemption,
  reach: Reach,
  standing: StandingGrant,
): Slice {
  const records = recordsFor(question, standing);
  return {
    rule: exemption.rule,
    purpose: standing.purpose.id,
    basis: BASIS_OF[exemption.code] ?? standing.purpose.basis,
    exemption: exemption.code,
    grantId: null,
    records: reach.records === null ? records : { kind: "all", of: [records, reach.records] },
    elements: reach.elements,
    segments: segmentsOf(reach.segments & liftable(question, exemption), reach.elements, question.policy),
    can: new Set([question.request.act === "use" ? question.request.capability : question.request.act]),
    expires: null,
  };
}

/** Segments the exemption lifts, and the guarded ones, which their own ceiling still closes. */
function liftable({ policy }: Question, exemption: CompiledExemption): SegmentMask {
  return policy.segments
    .filter(({ bit, guard }) => guard !== "none" || (exemption.exceptSegments & (1 << bit)) === 0)
    .reduce((mask, { bit }) => mask | (1 << bit), 0);
}

function coversRecipient(exemption: CompiledExemption, { request }: Question): boolean {
  if (!exemption.acts.has(request.act)) return false;
  // A request is exempt for who asks, not for whom we ask.
  if (request.act === "use" || (request.act === "request" && exemption.code === "treatment")) return true;
  return request.recipient !== null && exemption.recipients.has(request.recipient.class);
}

function needsVerification(code: ExemptionCode, { request }: Question): boolean {
  return request.act !== "use" && NEEDS_VERIFIED.has(code) && request.recipient?.verified !== true;
}

function reachOfClaim(
  exemption: CompiledExemption,
  question: Question,
  claim: ExemptionClaim,
): Result<Reach, Reason> {
  if (exemption.code === "required-by-law" && (claim.citation ?? "").trim() === "")
    return err(because("law_citation_missing", exemption.rule));
  if (exemption.reach === "authorization-text")
    return authorizationReach(question, exemption.rule, claim.authorizationId);
  if (exemption.reach === "law-list")
    return listed(question, claim.lawElements, because("beyond_law", exemption.rule));
  if (exemption.reach === "transaction-profile") {
    const required = claim.profile === null ? undefined : exemption.profiles.get(claim.profile);
    return listed(question, required ?? null, because("transaction_profile_missing", exemption.rule));
  }
  return ok(exemption.code === "individual" ? ownRecord(question) : wholeRecord(question));
}

/** As far as a list of elements goes; without one, nowhere. */
function listed(
  question: Question,
  elements: TransformVector | null,
  otherwise: Reason,
): Result<Reach, Reason> {
  if (elements === null) return err(otherwise);
  return ok({ ...wholeRecord(question), elements: checked(elements, question.policy) });
}

function wholeRecord(question: Question): Reach {
  return { elements: question.index.everything, segments: ALL_SEGMENTS, records: null };
}

/** What goes to an individual is that individual's; a personal representative stands verified for the patient, .502(g). */
function ownRecord(question: Question): Reach {
  const recipient = question.request.recipient;
  if (recipient?.class !== "individual") return wholeRecord(question);
  const patientId = recipient.id.replace(/^Patient\//u, "");
  return { ...wholeRecord(question), records: { kind: "patients", ids: new Set([patientId]) } };
}

const CODES: readonly ExemptionCode[] = [
  "treatment",
  "individual",
  "authorization",
  "hhs",
  "required-by-law",
  "hipaa-compliance",
];

function codeOf(claimed: string): ExemptionCode | undefined {
  return CODES.find((code) => code === claimed);
}

function refuse(reason: Reason): Offer {
  return { slices: [], refused: [reason] };
}
