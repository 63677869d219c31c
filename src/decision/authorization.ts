import { err, ok } from "../kernel/result.ts";
import type { Result } from "../kernel/result.ts";
import type { RuleId } from "../policy/types.ts";
import type { Reach } from "./exemption-reach.ts";
import type { Question } from "./question.ts";
import { because } from "./reasons.ts";
import { checked } from "./temporary.ts";
import type { AccessRequest, Authorization, Reason } from "./types.ts";

/** 45 CFR 164.508(c)(1)(i)–(vi) and (c)(2)(i)–(iii): what a valid authorization holds. No policy can ask for less. */
export const AUTHORIZATION_PARTS: readonly string[] = [
  "description",
  "persons-disclosing",
  "persons-receiving",
  "purpose",
  "expiration",
  "signature-and-date",
  "right-to-revoke",
  "conditioning",
  "redisclosure",
];

/** How far a valid authorization reaches: its own elements, segments, patient and recipients. */
export function authorizationReach(
  question: Question,
  rule: RuleId,
  id: string | null,
): Result<Reach, Reason> {
  const authorization = question.facts.authorizations.find((known) => known.id === id);
  if (authorization === undefined) return err(because("authorization_missing", rule));
  const defect = defectOf(authorization, question.request.now);
  if (defect !== null) return err({ ...defect, rule });
  if (!namesRecipient(authorization, question.request)) return err(because("beyond_authorization", rule));
  return ok({
    elements: checked(authorization.elements, question.policy),
    segments: authorization.segments,
    records: { kind: "patients", ids: new Set([authorization.patientId]) },
  });
}

/** Null for an authorization that is valid now, 164.508(b)(1)–(2). */
export function defectOf(authorization: Authorization, now: number): Reason | null {
  if (authorization.revokedAt !== null && authorization.revokedAt <= now)
    return because("authorization_revoked");
  const missing = AUTHORIZATION_PARTS.filter((part) => !authorization.present.has(part));
  if (missing.length > 0) return because("defective_authorization", null, `without ${missing.join(", ")}`);
  if (authorization.signedAt > now) return because("defective_authorization", null, "not signed yet");
  return authorization.expiresAt <= now ? because("authorization_expired") : null;
}

/** By id or by class; for a use, the person who uses it. */
export function namesRecipient(authorization: Authorization, request: AccessRequest): boolean {
  if (request.act === "use") return authorization.recipientIds.includes(request.subject.personId);
  const recipient = request.recipient;
  if (recipient === null) return false;
  return (
    authorization.recipientIds.includes(recipient.id) ||
    authorization.recipientClasses.includes(recipient.class)
  );
}
