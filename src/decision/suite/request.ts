import { AppError } from "../../kernel/errors.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import type { AccessRequest, ExemptionClaim, ScopeCeiling, Subject } from "../types.ts";
import { parseScopes } from "../smart-scopes.ts";
import { vectorOf } from "./names.ts";
import type { Given, Suite } from "./types.ts";

/** The call that a test describes. AppError `input_invalid` for a person, element or scope that nobody declares. */
export function requestOf(given: Given, suite: Suite, policy: CompiledPolicy): AccessRequest {
  return {
    act: given.act,
    subject: subjectOf(given, suite, policy),
    purpose: given.purpose ?? null,
    caseId: given.case ?? null,
    capability: given.can,
    recipient: given.recipient ?? null,
    exemption: given.exemption === undefined ? null : claimOf(given.exemption, policy),
    system: given.system ?? "ehr",
    channel: given.channel ?? "fhir",
    now: Date.parse(given.at ?? suite.suite.now),
  };
}

function subjectOf(given: Given, suite: Suite, policy: CompiledPolicy): Subject {
  const stated = suite.suite.people.find(({ id }) => id === given.person);
  if (stated !== undefined) {
    const { id: personId, roles, active, patient } = stated;
    const patientId = patient ?? null;
    return { personId, roles, active, patientId, baa: null, scopes: scopesOf(given, patientId) };
  }
  const known = policy.people.find(({ id }) => id === given.person);
  if (known === undefined)
    throw new AppError("input_invalid", `nobody declares the person \`${given.person}\``);
  const patientId = /^Patient\/(.+)$/u.exec(known.fhirUser ?? "")?.[1] ?? null;
  return {
    personId: known.id,
    roles: known.roles,
    active: true,
    patientId,
    baa: null,
    scopes: scopesOf(given, patientId),
  };
}

function claimOf(claim: NonNullable<Given["exemption"]>, policy: CompiledPolicy): ExemptionClaim {
  return {
    code: claim.code,
    citation: claim.citation ?? null,
    lawElements: claim.lawElements === undefined ? null : vectorOf(claim.lawElements, policy.catalogue),
    profile: claim.profile ?? null,
    authorizationId: claim.authorization ?? null,
  };
}

/** Read as a token's are; a test that names what is no scope for anybody is mistaken. */
function scopesOf({ scopes }: Given, patientId: string | null): readonly ScopeCeiling[] | null {
  if (scopes === undefined) return null;
  const unread = scopes.find((text) => (parseScopes([text], "anybody") ?? []).length === 0);
  if (unread !== undefined) throw new AppError("input_invalid", `\`${unread}\` is not a scope`);
  return parseScopes(scopes, patientId);
}
