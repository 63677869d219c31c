import type { Reason } from "../../decision/types.ts";
import type { ReasonCode } from "../../kernel/reasons.ts";

/** A reason of the decision API's own; `detail` comes from policy and the question, never from data. */
export function because(code: ReasonCode, detail = ""): Reason {
  return { code, rule: null, detail };
}

/** INVARIANT: one value for an absent and for a hidden record. */
export const NOT_FOUND: Reason = because("not_found");
