/** What may be done about a restriction, and when; rules of 45 CFR 164.522(a). Pure. */
import type { Result } from "../../../kernel/result.ts";
import { err, ok } from "../../../kernel/result.ts";
import type { DirectiveAct, DirectiveRefusal } from "../directive.ts";
import { latestAct } from "../directive.ts";
import type {
  PatientRestriction,
  RestrictionActKind,
  RestrictionStatus,
  RestrictionTerms,
  TerminationGround,
} from "./types.ts";

/** Who acts, and when in milliseconds since 1970. */
export interface Hand {
  readonly by: string;
  readonly at: number;
}

type Act = DirectiveAct<RestrictionActKind>;

const STATUS: Readonly<Record<RestrictionActKind, RestrictionStatus>> = {
  request: "requested",
  accept: "agreed",
  refuse: "refused",
  terminate: "terminated",
};

/** Where a restriction stands. */
export function statusOf(restriction: PatientRestriction): RestrictionStatus {
  return STATUS[latestAct(restriction).kind];
}

/** The last acts of restrictions that stand so. */
export function actsOfStatus(status: RestrictionStatus): readonly RestrictionActKind[] {
  return (Object.keys(STATUS) as RestrictionActKind[]).filter((kind) => STATUS[kind] === status);
}

/** True while it binds: agreed to, begun and not over. */
export function isInForce(restriction: PatientRestriction, now: number): boolean {
  const { from, until } = restriction.terms;
  return statusOf(restriction) === "agreed" && (from ?? now) <= now && now < (until ?? Infinity);
}

/** Terms as they may be asked for, with what 164.522(a)(1)(vi) says of self-pay; error: what they lack. */
export function checkTerms(terms: RestrictionTerms): Result<RestrictionTerms, DirectiveRefusal> {
  const { from, until } = terms;
  if (until !== null && until <= (from ?? -Infinity))
    return err(refusal("period_empty", "it would end before it begins", "Give an end after the beginning."));
  if (terms.kind !== "self-pay") return ok(terms);
  if (terms.refs.length === 0)
    return err(
      refusal(
        "self_pay_without_item",
        "a restriction for what was paid in full names the item or service",
        "Name the claim or the encounter in `refs`, 45 CFR 164.522(a)(1)(vi)(B).",
      ),
    );
  if (terms.elements.length > 0 || until !== null)
    return err(
      refusal(
        "self_pay_narrowed",
        "a restriction for what was paid in full covers all of it, and has no end of its own",
        "Leave `elements` and `until` out, or ask for kind `agreed`.",
      ),
    );
  return ok({ ...terms, recipientClasses: ["health-plan"], bases: ["payment", "operations"] });
}

/** The acts that a new restriction begins with: what was paid in full is agreed to at once, since it must be. */
export function firstActs(
  { kind }: RestrictionTerms,
  { by, at }: Hand,
  note: string | null,
): readonly [Act, ...Act[]] {
  const request: Act = { n: 1, kind: "request", by, at, note };
  return kind === "self-pay" ? [request, { n: 2, kind: "accept", by, at, note: null }] : [request];
}

/** We agree, 164.522(a)(1)(i). */
export function accept(restriction: PatientRestriction, hand: Hand): Result<Act, DirectiveRefusal> {
  return after(restriction, "requested", "accept", hand, null);
}

/** We do not agree, and say why. What was paid in full cannot be refused, 164.522(a)(1)(vi). */
export function refuse(
  restriction: PatientRestriction,
  hand: Hand,
  reason: string,
): Result<Act, DirectiveRefusal> {
  if (restriction.terms.kind === "self-pay")
    return err(
      refusal(
        "self_pay_binding",
        "a restriction for what was paid in full cannot be refused",
        "It is in force. The individual may end it, 45 CFR 164.522(a)(2).",
      ),
    );
  return after(restriction, "requested", "refuse", hand, reason);
}

/**
 * The individual ends it. Ours to end alone would reach only what we receive afterwards, 164.522(a)(2)(iii)(B), and
 * never what was paid in full, so it is not offered.
 */
export function terminate(
  restriction: PatientRestriction,
  hand: Hand,
  ground: TerminationGround,
): Result<Act, DirectiveRefusal> {
  return after(restriction, "agreed", "terminate", hand, ground);
}

function after(
  restriction: PatientRestriction,
  needed: RestrictionStatus,
  kind: RestrictionActKind,
  { by, at }: Hand,
  note: string | null,
): Result<Act, DirectiveRefusal> {
  const status = statusOf(restriction);
  if (status === needed) return ok({ n: latestAct(restriction).n + 1, kind, by, at, note });
  return err(
    refusal(
      "not_in_this_state",
      `the restriction is ${status}, not ${needed}`,
      "Look at what was done about it.",
    ),
  );
}

function refusal(code: string, message: string, hint: string): DirectiveRefusal {
  return { code, message, hint };
}
