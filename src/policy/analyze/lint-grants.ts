import type { CompiledPolicy, CompiledPurpose } from "../types.ts";
import { type Finding, found, listed } from "./finding.ts";
import { isNothing, lowered, shownIn } from "./lattice.ts";
import { type HeldGrant, heldBy, neverHolds, offersOf } from "./offers.ts";
import { shadowsIn } from "./shadow.ts";

/** Grants that give nothing, or nothing that others do not give: POL-720, POL-721, POL-722, POL-723. */
export function lintGrants(policy: CompiledPolicy, systems: ReadonlySet<string> | null): readonly Finding[] {
  return [...policy.roles.keys()].flatMap((role) => {
    const grants = heldBy(policy, role);
    return [
      ...grants.flatMap((grant) => unreachable(policy, grant, systems)),
      ...shadowsIn(policy, role).map(({ grant, by }) => shadowed(grant, by)),
      ...grants.flatMap((grant) => closedSegments(policy, grant)),
      ...grants.flatMap((grant) => unboundCase(policy, grant)),
    ];
  });
}

function aboutGrant({ rule, role, purpose, relation, at }: HeldGrant) {
  return { rules: [rule], roles: [role], purposes: [purpose], relations: [relation], at };
}

function unreachable(
  policy: CompiledPolicy,
  grant: HeldGrant,
  systems: ReadonlySet<string> | null,
): readonly Finding[] {
  const elsewhere =
    systems !== null && grant.systems.length > 0 && !grant.systems.some((id) => systems.has(id));
  if (!elsewhere && offersOf(policy, grant).length > 0) return [];
  const why = elsewhere
    ? `none of its systems (${listed(grant.systems)}) is connected here`
    : obstacleOf(policy, grant);
  const sentence = `\`${grant.rule}\` never shows anything to anybody: ${why}`;
  const elements = namesOf(policy, grant.elements);
  return [found("POL-720", sentence, { ...aboutGrant(grant), elements, hint: "correct it, or take it out" })];
}

function obstacleOf(policy: CompiledPolicy, grant: HeldGrant): string {
  const purpose = policy.purposes.get(grant.purpose);
  if (purpose === undefined) return `the policy has no purpose \`${grant.purpose}\``;
  if (!purpose.declarable) return `purpose \`${purpose.id}\` is granted by a workflow and never declared`;
  if (policy.relations.get(grant.relation)?.permits !== true)
    return `relation \`${grant.relation}\` is for monitoring and permits nothing`;
  if (neverHolds(grant)) return "its period ends before it begins";
  if (!hasAct(purpose, grant))
    return `purpose \`${purpose.id}\` has no act that ${listed([...grant.can])} could serve`;
  if (isNothing(lowered(grant.elements, purpose.never)))
    return `purpose \`${purpose.id}\` may never give any of its elements`;
  return `purpose \`${purpose.id}\` says nothing of what may leave, and no exemption covers it`;
}

function hasAct({ acts }: CompiledPurpose, { can }: HeldGrant): boolean {
  return [...can].some((capability) =>
    acts.has(capability === "disclose" || capability === "request" ? capability : "use"),
  );
}

function shadowed(grant: HeldGrant, by: readonly string[]): Finding {
  const sentence = `\`${grant.rule}\` gives nothing that ${listed(by)} ${by.length === 1 ? "does" : "do"} not give`;
  const hint = "take one of them out, then look again: of two equal grants both are named";
  return found("POL-721", sentence, { ...aboutGrant(grant), rules: [grant.rule, ...by], hint });
}

/** A segment in a grant that no act of the grant ever opens. */
function closedSegments(policy: CompiledPolicy, grant: HeldGrant): readonly Finding[] {
  const own = offersOf(policy, grant).filter(({ kind }) => !kind.startsWith("exempt/"));
  if (own.length === 0) return [];
  const closed = policy.segments.filter(
    ({ bit }) => grant.segments.has(bit) && !own.some(({ segments }) => segments.has(bit)),
  );
  return closed.map(({ id, bit, guard }) => {
    const never = ((policy.purposes.get(grant.purpose)?.neverSegments ?? 0) & (1 << bit)) !== 0;
    const guarded = guard === "authorization" && !never;
    const why = guarded
      ? "it needs the patient's authorization, which is claimed instead"
      : "the purpose never opens it";
    const sentence = `\`${grant.rule}\` names segment \`${id}\` and never shows it: ${why}`;
    const hint = guarded ? "leave it out, or use the relation `originator` for treatment" : "leave it out";
    return found("POL-722", sentence, { ...aboutGrant(grant), segments: [id], hint });
  });
}

/** A fact that names no record holds for any case, so the case narrows nothing; DEC-REL-5. */
function unboundCase(policy: CompiledPolicy, grant: HeldGrant): readonly Finding[] {
  const relation = policy.relations.get(grant.relation);
  const bound = policy.purposes.get(grant.purpose)?.caseBound === true;
  if (!bound || relation?.kind !== "fact" || relation.recordBound) return [];
  const sentence =
    `\`${grant.rule}\` is for a purpose bound to a case, on relation \`${relation.id}\`, whose facts need name none: ` +
    "whatever case is named, it gives the whole patient";
  return [
    found("POL-723", sentence, { ...aboutGrant(grant), hint: "use a relation with `recordBound: true`" }),
  ];
}

/** Ids of the elements that a vector gives. */
function namesOf({ catalogue }: CompiledPolicy, vector: Uint8Array): readonly string[] {
  return shownIn(vector).map((index) => catalogue.elements[index]?.id ?? "");
}
