import type { Permitted } from "../../../pipeline.ts";
import { bindingOf } from "../page-token.ts";

/** Fingerprint of who asks, for what, through what. */
export function askerOf({ caller, decision }: Permitted): string {
  const { purpose, caseId, system, channel } = decision.request;
  return bindingOf([caller.person.id, purpose, caseId, system, channel]);
}
