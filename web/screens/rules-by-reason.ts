/** A rule of the policy in the server's words. */
export interface ToldRule {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  /** `content/roles/nurse.yaml:18` */
  readonly at: string;
}

/** Rules that rest on one reason, so that it is told once. */
export interface ToldReason {
  readonly why: string;
  readonly rules: readonly ToldRule[];
}

/** The rules by their reasons. Those of the declared purpose stand first: a purpose brings in what stands under it. */
export function rulesByReason(rules: readonly ToldRule[], purpose: string | null): readonly ToldReason[] {
  const rank = (rule: ToldRule): number => (purposeOf(rule) === purpose ? 0 : 1);
  const reasons = new Map<string, ToldRule[]>();
  for (const rule of rules.toSorted((a, b) => rank(a) - rank(b)))
    reasons.set(rule.why, [...(reasons.get(rule.why) ?? []), rule]);
  return [...reasons].map(([why, told]) => ({ why, rules: told }));
}

/** `role:nurse/treatment#1` names `treatment`. */
function purposeOf({ id }: ToldRule): string | undefined {
  return /^role:[^/]+\/([^#]+)/.exec(id)?.[1];
}
