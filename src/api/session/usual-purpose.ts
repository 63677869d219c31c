import type { CompiledPolicy, CompiledPurpose } from "../../policy/types.ts";

/**
 * The purpose that people of these roles begin with: of those that their roles' grants name, in the order of the
 * role's file, the first that one may declare without a case. Null: each look is for a purpose one chooses.
 */
export function usualPurpose(
  policy: CompiledPolicy | null,
  roles: readonly string[],
  declarable: (purpose: CompiledPurpose) => boolean = (purpose) => purpose.declarable,
): CompiledPurpose | null {
  const granted = roles
    .flatMap((role) => policy?.roles.get(role)?.grants ?? [])
    .flatMap(({ purpose }) => policy?.purposes.get(purpose) ?? []);
  return (
    granted.find((purpose) => !purpose.caseBound && !isEmergency(purpose) && declarable(purpose)) ?? null
  );
}

/** Whoever looks in an emergency says so: it lifts restrictions (45 CFR 164.522(a)(1)(iii)) and is reviewed. */
function isEmergency({ basis, code }: CompiledPurpose): boolean {
  return basis === "emergency" || code === "ETREAT";
}
