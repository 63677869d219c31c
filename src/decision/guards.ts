import type { SegmentDefinition } from "../catalogue/types.ts";
import type { Basis, ExemptionCode } from "../catalogue/vocabulary.ts";
import { defectOf, namesRecipient } from "./authorization.ts";
import type { Question } from "./question.ts";
import type { Ceiling, Part2Consent, RecordPredicate, Slice } from "./types.ts";

/** Psychotherapy notes go to HHS, and where a law requires it, without authorization, 45 CFR 164.508(a)(2)(ii). */
const LIFTS_AUTHORIZATION: ReadonlySet<ExemptionCode> = new Set(["hhs", "required-by-law"]);

/** Segments that need more than a rule: an authorization of the patient, or a Part 2 consent. */
export function guardCeilings(question: Question, slices: readonly Slice[]): readonly Ceiling[] {
  return question.policy.segments.flatMap((segment) => {
    if (segment.guard === "authorization") return authorizationGuards(question, segment);
    if (segment.guard === "part2-consent") return consentGuards(question, segment, slices);
    return [];
  });
}

/**
 * Authorization for any use or disclosure, save the originator's own treatment, 164.508(a)(2)(i)(A).
 * To the individual they never go by right of access, 164.524(a)(1)(i).
 */
function authorizationGuards(question: Question, segment: SegmentDefinition): Ceiling[] {
  const except = exceptMask(question, segment);
  const bound = (slice: Slice): boolean =>
    !(slice.exemption !== null && LIFTS_AUTHORIZATION.has(slice.exemption) && !except.has(slice.exemption)) &&
    !(question.request.act === "use" && isOriginator(slice));
  const common = { ...guardOf(question, segment), reason: "psychotherapy_needs_authorization" as const };
  return [
    { ...common, reason: "psychotherapy_excluded", binds: toIndividual, records: null },
    {
      ...common,
      binds: (slice) => bound(slice) && !toIndividual(slice),
      records: unless(authorized(question, segment)),
    },
  ];
}

function toIndividual(slice: Slice): boolean {
  return slice.basis === "individual";
}

function isOriginator(slice: Slice): boolean {
  return (
    slice.exemption === null &&
    slice.grantId === null &&
    slice.basis === "treatment" &&
    slice.records.kind === "related" &&
    slice.records.relation === "originator"
  );
}

/** Leaves only with a consent, 42 CFR 2.31–2.33; the patient needs none for their own records, 2.23. */
function consentGuards(question: Question, segment: SegmentDefinition, slices: readonly Slice[]): Ceiling[] {
  if (question.request.act !== "disclose") return [];
  const bases = [
    ...new Set(slices.filter((slice) => slice.basis !== "individual").map((slice) => slice.basis)),
  ];
  return bases.map((basis) => ({
    ...guardOf(question, segment),
    reason: "part2_needs_consent",
    binds: (slice) => slice.basis === basis,
    records: unless(consented(question, basis)),
  }));
}

function guardOf(
  question: Question,
  segment: SegmentDefinition,
): Pick<Ceiling, "rule" | "segments" | "types" | "atMost"> {
  return {
    rule: `ceiling:segment/${segment.id}`,
    segments: 1 << segment.bit,
    types: null,
    atMost: question.index.nothing,
  };
}

function exceptMask({ policy }: Question, segment: SegmentDefinition): ReadonlySet<ExemptionCode> {
  const bit = 1 << segment.bit;
  return new Set(
    [...policy.exemptions.values()].filter((e) => (e.exceptSegments & bit) !== 0).map((e) => e.code),
  );
}

/** Null, for every record, when nobody lifts it. */
function unless(patients: ReadonlySet<string>): RecordPredicate | null {
  return patients.size === 0 ? null : { kind: "not", of: { kind: "patients", ids: patients } };
}

/** Patients with a valid authorization that names this segment and this recipient. A use is not a disclosure: it is claimed. */
function authorized({ request, facts }: Question, segment: SegmentDefinition): ReadonlySet<string> {
  const claimed = request.exemption?.authorizationId ?? null;
  const valid = facts.authorizations
    .filter((authorization) => request.act !== "use" || authorization.id === claimed)
    .filter((authorization) => (authorization.segments & (1 << segment.bit)) !== 0)
    .filter(
      (authorization) =>
        defectOf(authorization, request.now) === null && namesRecipient(authorization, request),
    );
  return new Set(valid.map(({ patientId }) => patientId));
}

function consented({ request, facts }: Question, basis: Basis): ReadonlySet<string> {
  const recipient = request.recipient?.class;
  const valid = facts.consents.filter(
    (consent) =>
      isActive(consent, request.now) &&
      recipient !== undefined &&
      consent.recipientClasses.includes(recipient) &&
      consent.bases.includes(basis),
  );
  return new Set(valid.map(({ patientId }) => patientId));
}

function isActive(consent: Part2Consent, now: number): boolean {
  const revoked = consent.revokedAt !== null && consent.revokedAt <= now;
  return consent.from <= now && now < consent.until && !revoked;
}
