import { err, ok } from "../kernel/result.ts";
import type { Result } from "../kernel/result.ts";
import type { CompiledPolicy, CompiledPurpose } from "../policy/types.ts";
import { holdsAt, indexOf } from "./policy-index.ts";
import { because } from "./reasons.ts";
import { inForce } from "./temporary.ts";
import type { AccessRequest, Facts, Reason } from "./types.ts";

/**
 * The purposes a declaration stands for and the subject has.
 * A parent's code means the union of the standing purposes under it; a case-bound purpose is named itself, with its case.
 */
export function resolvePurposes(
  request: AccessRequest,
  policy: CompiledPolicy,
  facts: Facts,
): Result<readonly CompiledPurpose[], Reason> {
  const declared = request.purpose;
  if (declared === null) return err(because("purpose_missing"));
  const named = purposesNamed(declared, policy);
  if (named.length === 0) return err(because("purpose_unknown"));
  const declarable = named.filter((purpose) => purpose.declarable);
  if (declarable.length === 0) return err(because("purpose_not_declarable"));
  const within = declarable.filter((purpose) => !purpose.caseBound || isNamedBy(purpose, declared));
  const having = within.filter((purpose) => has(request, policy, facts, purpose, declared));
  if (having.length === 0) return err(because("purpose_not_permitted"));
  const usable = having.filter((purpose) => !purpose.caseBound || request.caseId !== null);
  return usable.length === 0 ? err(because("purpose_needs_case")) : ok(usable);
}

function purposesNamed(declared: string, policy: CompiledPolicy): readonly CompiledPurpose[] {
  const ids = policy.declarable.get(declared);
  if (ids === undefined)
    return [...policy.purposes.values()].filter((purpose) => isNamedBy(purpose, declared));
  return ids.map((id) => policy.purposes.get(id)).filter((purpose) => purpose !== undefined);
}

/** By its own id or its own code, with or without the code system in front. */
export function isNamedBy(purpose: CompiledPurpose, declared: string): boolean {
  const code = declared.slice(declared.lastIndexOf("|") + 1);
  return purpose.id === declared || purpose.code === code;
}

/** Through a standing grant, or through a just-in-time grant for a purpose that is named itself. */
function has(
  request: AccessRequest,
  policy: CompiledPolicy,
  facts: Facts,
  purpose: CompiledPurpose,
  declared: string,
): boolean {
  const standing = request.subject.roles.flatMap((role) => indexOf(policy).standing(role, purpose.id));
  if (standing.some((grant) => holdsAt(grant, request.now))) return true;
  return (
    isNamedBy(purpose, declared) &&
    facts.grants.some(
      (grant) => grant.kind === "jit" && grant.purpose === purpose.id && inForce(grant, request.now),
    )
  );
}
