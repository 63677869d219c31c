import type { Part2Consent } from "../../../decision/types.ts";
import type { PatientConsent } from "./types.ts";

/** The last instant of ECMAScript, for a consent whose form says that it has no end. */
const NEVER = 8.64e15;

/** A consent as a decision reads it. One that is revoked is none: what was disclosed on it before stays disclosed. */
export function consentFactOf({ id, patientId, terms }: PatientConsent): Part2Consent {
  const { recipientClasses, bases, signedAt, until } = terms;
  return { id, patientId, recipientClasses, bases, from: signedAt, until: until ?? NEVER, revokedAt: null };
}
