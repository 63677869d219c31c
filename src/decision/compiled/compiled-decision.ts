import type { Decision, Slice } from "../types.ts";
import type { LentSlices } from "./lent-slices.ts";
import type { UsePlan } from "./use-plan.ts";

/** A decision that is answered from tables: what the caller has anyway, and what was lent on top. */
export interface CompiledDecision {
  readonly plan: UsePlan;
  readonly lent: LentSlices | null;
}

interface Registered extends CompiledDecision {
  readonly policy: Decision["policy"];
  readonly ceilings: Decision["ceilings"];
}

const registered = new WeakMap<readonly Slice[], Registered>();

/** From now on decisions with these very slices and ceilings are answered from the plan. */
export function register(
  { slices, ceilings, policy }: Decision,
  plan: UsePlan,
  lent: LentSlices | null,
): void {
  registered.set(slices, { plan, lent, policy, ceilings });
}

/**
 * The tables of this decision, if it has any. By the identity of slices and ceilings: one that was changed after it was
 * taken has none.
 */
export function compiledOf({ slices, ceilings, policy }: Decision): CompiledDecision | undefined {
  const found = registered.get(slices);
  return found !== undefined && found.ceilings === ceilings && found.policy === policy ? found : undefined;
}
