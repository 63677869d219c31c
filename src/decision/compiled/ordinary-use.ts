import type { CompiledPolicy } from "../../policy/types.ts";
import { evaluate } from "../evaluate.ts";
import { NO_FACTS } from "../no-facts.ts";
import { isNarrowed } from "../smart-scopes.ts";
import type { AccessRequest, Decision, Facts } from "../types.ts";
import { register } from "./compiled-decision.ts";
import { lentUse } from "./lent-use.ts";
import { tablesOf } from "./policy-tables.ts";
import { UsePlan } from "./use-plan.ts";
import type { StandingUse } from "./kept-uses.ts";

/**
 * A use that claims no exemption, by someone whom no agreement binds, under scopes that cover whole types, while nothing
 * is restricted and no device limits it. Relation facts and the hour matter to its views alone; authorizations and consents matter to claims and
 * disclosures.
 */
export function isOrdinaryUse(
  { act, exemption, subject }: AccessRequest,
  { restrictions, device }: Facts,
): boolean {
  return (
    act === "use" &&
    exemption === null &&
    subject.active &&
    subject.baa === null &&
    restrictions.length === 0 &&
    device === undefined &&
    (subject.scopes === null || !subject.scopes.some(isNarrowed))
  );
}

/** The decision on an ordinary use, from what was decided before for such a caller. Null: it has to be worked out. */
export function ordinaryUse(request: AccessRequest, policy: CompiledPolicy, facts: Facts): Decision | null {
  const use = standingUse(request, policy);
  if ("outcome" in use) return facts.grants.length === 0 ? use : null;
  const decision = facts.grants.length === 0 ? use.decision : lentUse(use, request, facts)?.decision;
  return decision === undefined ? null : withRequest(decision, request);
}

/** What the caller has by policy alone; a denial is not kept. */
export function standingUse(request: AccessRequest, policy: CompiledPolicy): StandingUse | Decision {
  const tables = tablesOf(policy);
  const epoch = tables.epochAt(request.now);
  const known = tables.uses.find(request, epoch);
  if (known !== undefined) return known;
  const decision = evaluate(request, policy, NO_FACTS);
  if (decision.outcome === "deny") return decision;
  const use = { decision, plan: UsePlan.of(decision, tables.conditions) };
  if (use.plan !== null) register(decision, use.plan, null);
  tables.uses.keep(request, epoch, use);
  return use;
}

/** Spelled out: a spread of this object costs as much as all the rest. */
function withRequest(decision: Decision, request: AccessRequest): Decision {
  return {
    outcome: decision.outcome,
    policyHash: decision.policyHash,
    policy: decision.policy,
    request,
    purposes: decision.purposes,
    slices: decision.slices,
    ceilings: decision.ceilings,
    obligations: decision.obligations,
    reasons: decision.reasons,
    segmentsLeftOut: decision.segmentsLeftOut,
  };
}
