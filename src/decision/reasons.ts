import type { ReasonCode } from "../kernel/reasons.ts";
import type { RuleId } from "../policy/types.ts";
import type { Reason } from "./types.ts";

/** How near to the answer a code stands: the later the check it failed, the more it tells. First is most specific. */
const SPECIFICITY: readonly ReasonCode[] = [
  "evaluation_error",
  "person_inactive",
  "role_missing",
  "exemption_unknown",
  "law_citation_missing",
  "transaction_profile_missing",
  "authorization_missing",
  "authorization_revoked",
  "authorization_expired",
  "defective_authorization",
  "beyond_authorization",
  "beyond_law",
  "recipient_missing",
  "recipient_unverified",
  "exemption_not_applicable",
  "baa_inactive",
  "beyond_baa",
  "scope_not_granted",
  "element_never",
  "wrong_system",
  "wrong_channel",
  "grant_expired",
  "recipient_not_permitted",
  "act_not_permitted",
];

/** A reason with words from policy alone; never from data, and never what the caller typed. */
export function because(code: ReasonCode, rule: RuleId | null = null, detail = ""): Reason {
  return { code, rule, detail };
}

/** Most specific first, each code and rule once; never empty: what nothing explains is `no_grant`. */
export function mostSpecificFirst(reasons: readonly Reason[]): readonly Reason[] {
  const distinct = new Map(reasons.map((reason) => [`${reason.code} ${reason.rule ?? ""}`, reason]));
  if (distinct.size === 0)
    return [because("no_grant", null, "no rule of the caller's roles gives this for the declared purpose")];
  return [...distinct.values()].toSorted(
    (a, b) => rank(a.code) - rank(b.code) || compare(a.rule ?? "", b.rule ?? ""),
  );
}

function rank(code: ReasonCode): number {
  const at = SPECIFICITY.indexOf(code);
  return at === -1 ? SPECIFICITY.length : at;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
