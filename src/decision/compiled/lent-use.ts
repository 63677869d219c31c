import { NO_FACTS } from "../no-facts.ts";
import { isNamedBy } from "../purpose.ts";
import { segmentsLeftOut } from "../segments.ts";
import { surviving } from "../surviving.ts";
import { temporarySlices } from "../temporary.ts";
import type { AccessRequest, Decision, Facts, Slice, TemporaryGrant } from "../types.ts";
import { register } from "./compiled-decision.ts";
import type { StandingUse } from "./kept-uses.ts";
import { LentSlices } from "./lent-slices.ts";
import { missingCeilings, questionOf } from "./use-plan.ts";

/** A use with what was lent on top, and the hours [from, until) in which no grant begins or ends. */
interface LentUse {
  readonly decision: Decision;
  readonly from: number;
  readonly until: number;
}

/** By the grants as they were handed over, and the use below them. */
const known = new WeakMap<readonly TemporaryGrant[], WeakMap<StandingUse, LentUse>>();

/** The use with the person's temporary grants on top. Null where they may open a purpose that the use does not have. */
export function lentUse(use: StandingUse, request: AccessRequest, { grants }: Facts): LentUse | null {
  const before = known.get(grants)?.get(use);
  if (before !== undefined && before.from <= request.now && request.now < before.until) return before;
  if (grants.some((grant) => opensAnother(grant, use.decision, request))) return null;
  const lent = { decision: lend(use, request, grants), ...constantAround(request.now, grants) };
  const uses = known.get(grants) ?? new WeakMap<StandingUse, LentUse>();
  known.set(grants, uses.set(use, lent));
  return lent;
}

/** DEC-WHY-6: an approval opens its purpose where that is named itself. */
function opensAnother(
  { kind, purpose }: TemporaryGrant,
  { policy, purposes }: Decision,
  asked: AccessRequest,
): boolean {
  if (kind !== "jit" || purposes.includes(purpose)) return false;
  const definition = policy.purposes.get(purpose);
  return definition !== undefined && isNamedBy(definition, asked.purpose ?? "");
}

function lend(
  { decision, plan }: StandingUse,
  request: AccessRequest,
  grants: readonly TemporaryGrant[],
): Decision {
  const offered = temporarySlices(questionOf({ ...decision, request }, { ...NO_FACTS, grants })).slices;
  if (offered.length === 0) return decision;
  const missing = missingCeilings(decision, offered);
  const ceilings = missing.length === 0 ? decision.ceilings : [...decision.ceilings, ...missing];
  const lent = surviving(offered, ceilings).slices;
  const taken = {
    ...decision,
    slices: [...decision.slices, ...lent],
    ceilings,
    segmentsLeftOut: stillLeftOut(decision, lent, ceilings),
  };
  if (plan !== null) register(taken, plan, new LentSlices(lent));
  return taken;
}

function stillLeftOut(
  { policy, segmentsLeftOut: before }: Decision,
  lent: readonly Slice[],
  ceilings: Decision["ceilings"],
): readonly string[] {
  if (before.length === 0) return before;
  const byThese = new Set(segmentsLeftOut(policy, lent, ceilings));
  return before.filter((id) => byThese.has(id));
}

/** The longest [from, until) around now in which the same grants hold. */
function constantAround(now: number, grants: readonly TemporaryGrant[]): { from: number; until: number } {
  let from = -Infinity;
  let until = Infinity;
  for (const grant of grants)
    for (const instant of [grant.from, grant.until]) {
      if (instant <= now) from = Math.max(from, instant);
      else if (instant > now) until = Math.min(until, instant);
    }
  return { from, until };
}
