import type { CompiledPolicy } from "../policy/types.ts";
import { denied, evaluate } from "./evaluate.ts";
import { isOrdinaryUse, ordinaryUse } from "./compiled/ordinary-use.ts";
import { because } from "./reasons.ts";
import type { AccessRequest, Decision, Facts } from "./types.ts";

/**
 * One decision for use, disclosure and request (45 CFR 164.502(b)); rules in SPEC.md.
 * Pure: the same request, policy and facts give the same decision. Never throws:
 * a fault inside is a denial with `evaluation_error`.
 */
export function decide(request: AccessRequest, policy: CompiledPolicy, facts: Facts): Decision {
  try {
    const quick = isOrdinaryUse(request, facts) ? ordinaryUse(request, policy, facts) : null;
    return quick ?? evaluate(request, policy, facts);
  } catch {
    return denied(request, policy, [], [because("evaluation_error")]);
  }
}
