import type { Capability } from "../../catalogue/vocabulary.ts";
import { decide } from "../../decision/decide.ts";
import type { Permitted } from "../../pipeline.ts";

/**
 * The same caller, purpose and facts, decided for another capability: who writes a record reads it before.
 * The decision may be a deny; then nothing is visible under it.
 */
export function permittedTo(permitted: Permitted, capability: Capability): Permitted {
  const { decision, policy, facts } = permitted;
  if (decision.request.capability === capability) return permitted;
  return { ...permitted, decision: decide({ ...decision.request, capability }, policy, facts) };
}
