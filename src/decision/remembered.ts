import type { CompiledPolicy } from "../policy/types.ts";
import { neverCeilings } from "./ceilings.ts";
import { indexOf } from "./policy-index.ts";
import type { Question } from "./question.ts";
import { buildRelationIndex } from "./relation-index.ts";
import { segmentsLeftOut } from "./segments.ts";
import { surviving } from "./surviving.ts";
import { temporarySlices } from "./temporary.ts";
import type { AccessRequest, Decision, Facts } from "./types.ts";

/**
 * Decisions that follow from policy and caller alone, taken once and kept beside the policy. Only an aid to speed:
 * with the same inputs the same decision would be taken again. Bounded, since a caller chooses parts of the key.
 */
const LIMIT = 4096;
const byPolicy = new WeakMap<CompiledPolicy, Map<string, Decision>>();

/** Nothing known of any patient, so that what is kept holds on to no one's facts. */
const NO_FACTS: Facts = {
  relations: buildRelationIndex([]),
  authorizations: [],
  consents: [],
  restrictions: [],
  grants: [],
};

type Evaluate = (request: AccessRequest, policy: CompiledPolicy, facts: Facts) => Decision;

/**
 * An ordinary use: no exemption, no agreement, no scopes, nothing restricted, nothing dated. Relation facts and the
 * hour matter to its views alone; authorizations and consents matter to claims and disclosures.
 */
export function isOrdinaryUse(
  { act, exemption, subject }: AccessRequest,
  policy: CompiledPolicy,
  facts: Facts,
): boolean {
  return (
    act === "use" &&
    exemption === null &&
    subject.baa === null &&
    subject.scopes === null &&
    facts.restrictions.length === 0 &&
    (policy.exceptions === undefined || policy.exceptions.length === 0)
  );
}

/** The decision on an ordinary use, from what was decided before for such a caller. Only permits are kept. */
export function remembered(request: AccessRequest, policy: CompiledPolicy, evaluate: Evaluate): Decision {
  const kept = byPolicy.get(policy) ?? new Map<string, Decision>();
  const key = keyOf(request);
  const known = kept.get(key);
  if (known !== undefined) return withRequest(known, request);
  const decision = evaluate(request, policy, NO_FACTS);
  if (decision.outcome === "permit") {
    if (kept.size >= LIMIT) kept.clear();
    byPolicy.set(policy, kept.set(key, decision));
  }
  return decision;
}

/**
 * The decision with the temporary grants on top of what the caller has anyway. Null when they may change more than
 * that: the base is a denial, or an approval is for a purpose that the base does not have.
 */
export function withLent(base: Decision, facts: Facts): Decision | null {
  const { request, policy } = base;
  const strange = facts.grants.some(
    ({ kind, purpose }) => kind === "jit" && !base.purposes.includes(purpose),
  );
  if (base.outcome !== "permit" || strange) return null;
  const purposes = base.purposes
    .map((id) => policy.purposes.get(id))
    .filter((purpose) => purpose !== undefined);
  const question: Question = { request, policy, facts, index: indexOf(policy), purposes };
  const lent = temporarySlices(question).slices;
  if (lent.length === 0) return base;
  const known = new Set(base.ceilings.map(({ rule }) => rule));
  const missing = neverCeilings(question, lent).filter(({ rule }) => !known.has(rule));
  const ceilings = missing.length === 0 ? base.ceilings : [...base.ceilings, ...missing];
  const left = surviving(lent, ceilings).slices;
  const leftOut = new Set(segmentsLeftOut(policy, left, ceilings));
  return {
    ...base,
    slices: [...base.slices, ...left],
    ceilings,
    segmentsLeftOut: base.segmentsLeftOut.filter((id) => leftOut.has(id)),
  };
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

/**
 * INVARIANT: every part of the request that `evaluate` reads for an ordinary use stands in the key, and none that a
 * caller writes can imitate a boundary: purpose and case come last, the first of them with its length.
 */
function keyOf({ subject, purpose, caseId, capability, system, channel }: AccessRequest): string {
  const roles = subject.roles.length === 1 ? (subject.roles[0] ?? "") : subject.roles.join("\n");
  const caller = `${subject.active ? "" : "ended "}${roles}\0${capability}\0${system}\0${channel}`;
  const declared = purpose === null ? "-" : `${purpose.length} ${purpose}`;
  return `${caller}\0${declared}${caseId === null ? "" : ` ${caseId}`}`;
}
