import type { Basis, ExemptionCode } from "../catalogue/vocabulary.ts";
import { isNamedBy } from "./purpose.ts";
import type { Question } from "./question.ts";
import { checked } from "./temporary.ts";
import type { Ceiling, RecordPredicate, Restriction, Slice } from "./types.ts";

/** 45 CFR 164.522(a)(1)(i): what an individual may ask to restrict, where the restriction names no basis. */
const RESTRICTABLE: readonly Basis[] = ["treatment", "payment", "operations"];
/** 164.522(a)(1)(v): a restriction does not prevent what 164.502(a)(2)(ii) and 164.512 permit or require. */
const BEYOND_RESTRICTION: ReadonlySet<Basis> = new Set(["required-by-law", "public-health", "oversight"]);
const COMPELLED: ReadonlySet<ExemptionCode> = new Set(["required-by-law", "hhs"]);

/** A patient's restriction as a ceiling: it binds the bases and recipients it names, nothing else. */
export function restrictionCeiling(question: Question, restriction: Restriction): Ceiling {
  const { recipient } = question.request;
  const everyone = restriction.recipientClasses.length === 0;
  const thisRecipient =
    everyone || (recipient !== null && restriction.recipientClasses.includes(recipient.class));
  return {
    rule: `ceiling:restriction/${restriction.id}`,
    reason: "patient_restriction",
    binds: (slice) => thisRecipient && isBound(question, restriction, slice),
    records: recordsOf(restriction),
    segments: 0,
    types: null,
    atMost: checked(restriction.elements, question.policy),
  };
}

function isBound(question: Question, restriction: Restriction, slice: Slice): boolean {
  if (BEYOND_RESTRICTION.has(slice.basis)) return false;
  if (slice.exemption !== null && COMPELLED.has(slice.exemption)) return false;
  if (restriction.kind === "agreed" && isEmergency(question, slice)) return false;
  return (restriction.bases.length === 0 ? RESTRICTABLE : restriction.bases).includes(slice.basis);
}

/** 164.522(a)(1)(iii): emergency treatment may use and disclose what was restricted. */
function isEmergency({ request, policy, facts }: Question, slice: Slice): boolean {
  const purpose = policy.purposes.get(slice.purpose);
  const emergency = slice.basis === "emergency" || purpose?.code === "ETREAT";
  // Who declares treatment at large has not said that there is an emergency.
  if (emergency && purpose !== undefined && isNamedBy(purpose, request.purpose ?? "")) return true;
  return facts.grants.some((grant) => grant.kind === "break-glass" && grant.id === slice.grantId);
}

function recordsOf({ patientId, refs }: Restriction): RecordPredicate {
  const about: RecordPredicate = { kind: "about", patientId };
  if (refs.length === 0) return about;
  return { kind: "all", of: [about, { kind: "refs", refs: new Set(refs) }] };
}
