import type { RelationFact } from "../catalogue/relations.ts";
import { decide } from "../decision/decide.ts";
import { buildRelationIndex } from "../decision/relation-index.ts";
import type { AccessRequest, Decision, Facts, Subject } from "../decision/types.ts";
import type { CompiledGrant, CompiledPolicy } from "../policy/types.ts";
import type { Member, Setting } from "./types.ts";

/** One question that a person could put now, and the answer of the decision. */
export interface Ask {
  /** As declared: a purpose by our own id. */
  readonly purpose: string;
  readonly capability: "read" | "search";
  /** The case that a case-bound purpose is named with. */
  readonly caseId: string | null;
  readonly decision: Decision;
  /** The person's facts; for a case, those that name it or no record at all, which are all that its decision looks at. */
  readonly facts: Facts;
}

const CAPABILITIES = ["read", "search"] as const;
/** A case that no fact names: what a case-bound purpose gives without one (a person's own record). */
const NO_CASE = "none";

/**
 * Every question about records that the person's standing grants let them put now, dated exceptions included:
 * each declarable purpose by itself, to read and to search, and a case-bound one with each case they have.
 */
export function* asksOf(policy: CompiledPolicy, member: Member, setting: Setting): Iterable<Ask> {
  const subject = member.subjectUnder(policy);
  for (const purpose of purposesOf(policy, subject.roles)) yield* asksFor(purpose, policy, member, setting);
}

/**
 * The same for one purpose, which the person need not have. `beside`: another policy that is asked the same, so that
 * where either binds the purpose to a case, both are asked for every case.
 */
export function* asksFor(
  purpose: string,
  policy: CompiledPolicy,
  member: Member,
  setting: Setting,
  beside: CompiledPolicy = policy,
): Iterable<Ask> {
  const subject = member.subjectUnder(policy);
  for (const [caseId, named] of casesFor([policy, beside], purpose, subject.roles, member.facts)) {
    const facts = isCaseBound(policy, purpose) ? named : member.facts;
    for (const capability of CAPABILITIES) {
      const request = requestOf(subject, { purpose, capability, caseId }, setting);
      yield { purpose, capability, caseId, decision: decide(request, policy, facts), facts };
    }
  }
}

/** The declarable purposes that any of these roles has a grant for, in the order of the policy. */
export function purposesOf(policy: CompiledPolicy, roles: readonly string[]): readonly string[] {
  const granted = new Set(grantsOf(policy, roles).map(({ purpose }) => purpose));
  return [...policy.purposes.values()]
    .filter(({ id, declarable }) => declarable && granted.has(id))
    .map(({ id }) => id);
}

function grantsOf(policy: CompiledPolicy, roles: readonly string[]): readonly CompiledGrant[] {
  return [
    ...roles.flatMap((role) => policy.roles.get(role)?.grants ?? []),
    ...(policy.exceptions ?? []).filter(({ role }) => roles.includes(role)),
  ];
}

function requestOf(
  subject: Subject,
  asked: Pick<AccessRequest, "purpose" | "capability" | "caseId">,
  { now, system, channel }: Setting,
): AccessRequest {
  return { act: "use", subject, recipient: null, exemption: null, system, channel, now, ...asked };
}

function isCaseBound(policy: CompiledPolicy, purpose: string): boolean {
  return policy.purposes.get(purpose)?.caseBound === true;
}

/** The cases one could name, each with the facts that name it; none and all facts for a purpose that is open. */
function casesFor(
  policies: readonly CompiledPolicy[],
  purpose: string,
  roles: readonly string[],
  facts: Facts,
): Iterable<readonly [string | null, Facts]> {
  const binding = new Set(policies.filter((policy) => isCaseBound(policy, purpose)));
  if (binding.size === 0) return [[null, facts]];
  const grants = [...binding].flatMap((policy) => grantsOf(policy, roles));
  const bound = grants.filter((grant) => grant.purpose === purpose);
  const relations = [...new Set(bound.map((grant) => grant.relation))];
  const known = relations.flatMap((relation) => factsOn(relation, facts));
  // A fact about no record in particular holds whatever case is named.
  const open = known.filter(({ refs }) => refs.length === 0);
  const byCase = new Map<string, RelationFact[]>([[NO_CASE, []]]);
  for (const fact of known) for (const ref of fact.refs) put(byCase, ref, fact);
  const cases = [...byCase].map(
    ([ref, named]) => [ref, { ...facts, relations: buildRelationIndex([...open, ...named]) }] as const,
  );
  return policies.every((policy) => isCaseBound(policy, purpose)) ? cases : [[null, facts], ...cases];
}

function put(byCase: Map<string, RelationFact[]>, ref: string, fact: RelationFact): void {
  const named = byCase.get(ref) ?? [];
  named.push(fact);
  byCase.set(ref, named);
}

/** Every fact of one relation, whether or not it is current. */
export function factsOn(relation: string, { relations }: Facts): readonly RelationFact[] {
  return [...relations.patients(relation)].flatMap((patientId) => relations.find(relation, patientId));
}
