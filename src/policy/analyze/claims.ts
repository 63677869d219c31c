import type { Act } from "../../catalogue/vocabulary.ts";
import type { CompiledExemption, CompiledGrant, CompiledPolicy, CompiledPurpose } from "../types.ts";
import { isNothing } from "./lattice.ts";

/** Whether a grant under a purpose of this basis lets its holder claim the exemption for the act. */
export function isClaimable(
  policy: CompiledPolicy,
  exemption: CompiledExemption,
  { role, relation }: CompiledGrant,
  { basis }: CompiledPurpose,
  act: Act,
): boolean {
  const provider = policy.roles.get(role)?.provider === true;
  const directory = policy.relations.get(relation)?.kind === "directory";
  return (
    exemption.acts.has(act) &&
    exemption.bases.has(basis) &&
    reaches(exemption, act, directory) &&
    hasRecipient(exemption, act, provider)
  );
}

/** An authorization, and the right of access, are of a patient: they reach no record of a directory. */
function reaches(
  { code, reach, profiles, recipients }: CompiledExemption,
  act: Act,
  directory: boolean,
): boolean {
  if (directory && reach === "authorization-text") return false;
  if (directory && code === "individual" && act !== "use" && [...recipients].join() === "individual")
    return false;
  return reach !== "transaction-profile" || [...profiles.values()].some((profile) => !isNothing(profile));
}

/** A request for treatment is exempt for who asks, a provider; all else for whom it goes to. */
function hasRecipient({ code, recipients }: CompiledExemption, act: Act, provider: boolean): boolean {
  if (code === "treatment" && act === "request") return provider;
  return act === "use" || recipients.size > 0;
}
