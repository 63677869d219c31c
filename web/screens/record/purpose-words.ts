import type { NamedPurpose } from "../../api/policy-titles.ts";
import { inWords } from "./words.ts";

interface Purposed {
  /** As it was declared: an id of the policy, or a code. */
  readonly purpose: string | null;
  readonly rules?: readonly string[];
}

/**
 * The declared purpose by its title, whether it was declared by id or by code. Of several that share a code: those by
 * whose rules it was decided; all of them where no rule tells.
 */
export function purposeWords({ purpose, rules = [] }: Purposed, named: readonly NamedPurpose[]): string {
  if (purpose === null) return "none";
  const byId = named.find(({ id }) => id === purpose);
  if (byId !== undefined) return byId.title;
  const byCode = named.filter(({ code }) => code === purpose);
  const decided = byCode.filter(({ id }) => rules.some((rule) => purposeOfRule(rule) === id));
  const meant = decided.length > 0 ? decided : byCode;
  return meant.length === 0 ? inWords(purpose) : meant.map(({ title }) => title).join(" or ");
}

/** `billing` of `role:biller/billing#1`. */
function purposeOfRule(rule: string): string | undefined {
  return /^role:[^/]+\/([^#]+)#/.exec(rule)?.[1];
}
