import type { CompiledPurpose } from "../../policy/types.ts";
import type { Authorization, ExemptionClaim } from "../types.ts";
import type { Question, Way } from "./way.ts";
import { everyPatient } from "./way.ts";

const [DROP, KEEP] = [0, 7];
const NINE =
  "description persons-disclosing persons-receiving purpose expiration signature-and-date right-to-revoke conditioning redisclosure".split(
    " ",
  );

/** A valid authorization that names who receives, or for a use who uses. */
export function valid(a: Authorization, { request }: Question): boolean {
  if (
    (a.revokedAt !== null && a.revokedAt <= request.now) ||
    request.now < a.signedAt ||
    request.now >= a.expiresAt
  )
    return false;
  if (!NINE.every((part) => a.present.has(part))) return false;
  if (request.act === "use") return a.recipientIds.includes(request.subject.personId);
  return (
    request.recipient !== null &&
    (a.recipientIds.includes(request.recipient.id) || a.recipientClasses.includes(request.recipient.class))
  );
}

/** The way that an exemption opens under one purpose; null: none. */
export function exemptWay(
  q: Question,
  purpose: CompiledPurpose,
  provider: boolean,
  claim: ExemptionClaim,
): Way | null {
  const { request, policy, facts, record, element } = q;
  const exemption = [...policy.exemptions.values()].find(({ code }) => code === claim.code);
  if (exemption === undefined || !exemption.acts.has(request.act) || !exemption.bases.has(purpose.basis))
    return null;
  const { code } = exemption;
  const asked = request.act === "request" && code === "treatment";
  if (asked && (!provider || request.recipient === null)) return null;
  if (
    request.act !== "use" &&
    !asked &&
    (request.recipient === null || !exemption.recipients.has(request.recipient.class))
  )
    return null;
  if (
    request.act !== "use" &&
    ["individual", "hhs", "required-by-law"].includes(code) &&
    !request.recipient?.verified
  )
    return null;
  if (code === "required-by-law" && !claim.citation?.trim()) return null;
  const a = facts.authorizations.find(({ id }) => id === claim.authorizationId);
  const text =
    code !== "authorization" ||
    (a !== undefined && valid(a, q) && everyPatient(record, (id) => id === a.patientId));
  const own =
    code !== "individual" ||
    request.recipient?.class !== "individual" ||
    everyPatient(record, (id) => id === request.recipient?.id.replace("Patient/", ""));
  if (!text || !own) return null;
  const list = {
    record: undefined,
    "authorization-text": a?.elements,
    "law-list": claim.lawElements,
    "transaction-profile": exemption.profiles.get(claim.profile ?? ""),
  }[exemption.reach];
  const shown = exemption.reach === "record" ? KEEP : (list?.[element] ?? DROP);
  const closed = (bit: number): boolean =>
    policy.segments[bit]?.guard === "none" && ((exemption.exceptSegments >> bit) & 1) === 1;
  const under = (bit: number) =>
    closed(bit) || (code === "authorization" && !(((a?.segments ?? 0) >> bit) & 1)) ? undefined : shown;
  const basis = code === "hipaa-compliance" ? purpose.basis : code === "hhs" ? "required-by-law" : code;
  return {
    purpose,
    basis,
    exemption: code,
    lent: false,
    glass: false,
    originator: false,
    code: shown,
    under,
  };
}
