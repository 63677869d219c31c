import type { CompiledGrant, CompiledPolicy, CompiledPurpose, DatedGrant } from "../../types.ts";
import { allOf, anyOf, endingWith, isOneOf, quoted, roleOf } from "./statement.ts";

/** The ground is one of the exemptions of 45 CFR 164.502(b)(2). */
export const EXEMPT = 'context.ground like "exempt:*"';
/** What a grant must allow: the capability of a use; for a disclosure or a request, the act. */
export const NEEDED = '(if context.act == "use" then context.capability else context.act)';
/** Lent by an approval or by broken glass. */
export const LENT = '["approval", "break-glass"].contains(context.ground)';

/** The grants of a role that can ever give anything: their purpose is there, and their relation may permit. */
export function grantsOf(policy: CompiledPolicy, role: string): readonly (CompiledGrant | DatedGrant)[] {
  const dated = (policy.exceptions ?? []).filter((grant) => grant.role === role);
  return [...(policy.roles.get(role)?.grants ?? []), ...dated].filter(
    ({ purpose, relation }) =>
      policy.purposes.has(purpose) && policy.relations.get(relation)?.permits === true,
  );
}

/** Within the period of a dated exception; null for a standing grant. */
export function withinPeriod(grant: CompiledGrant | DatedGrant): string | null {
  if (!("period" in grant)) return null;
  return `context.now >= ${grant.period.from} && context.now < ${grant.period.until}`;
}

/** The declaration is the purpose's own id or its own code, with or without a code system in front. */
export function isNamed({ id, code }: CompiledPurpose): string {
  const names = [id, ...(code === undefined ? [] : [code])].toSorted();
  const qualified = code === undefined ? [] : [`context.declared like ${endingWith(`|${code}`)}`];
  return `context has declared && ${anyOf([isOneOf("context.declared", names), ...qualified])}`;
}

/**
 * The declaration stands for the purpose. A parent's name means what is under it; a name that this policy does not
 * list, such as a code under another code system, means the purposes with that very id or code.
 */
function isMeant(policy: CompiledPolicy, purpose: CompiledPurpose): string {
  const { id, code } = purpose;
  const listed = [...policy.declarable.keys()].toSorted();
  const names = listed.filter((name) => policy.declarable.get(name)?.includes(id));
  const others = listed.filter((name) => !names.includes(name));
  const unlisted = [
    ...(others.includes(id) ? [] : [id]),
    ...(code === undefined || others.includes(code) ? [] : [code]),
  ];
  const exact = isOneOf("context.declared", new Set([...names, ...unlisted]));
  if (code === undefined) return `context has declared && ${anyOf([exact])}`;
  const elsewhere = others.filter((name) => name.endsWith(`|${code}`));
  const like = `context.declared like ${endingWith(`|${code}`)}`;
  const qualified =
    elsewhere.length === 0 ? like : `(${like} && !(${isOneOf("context.declared", elsewhere)}))`;
  return `context has declared && ${anyOf([exact, qualified])}`;
}

/** The asker's roles hold a standing grant for the purpose that is in force, or an approval for it that was named. */
function isHeld(policy: CompiledPolicy, purpose: CompiledPurpose): string {
  const holders = [...policy.roles.keys()].toSorted().flatMap((role) => {
    const grants = grantsOf(policy, role).filter((grant) => grant.purpose === purpose.id);
    if (grants.length === 0) return [];
    if (grants.some((grant) => withinPeriod(grant) === null)) return [`principal in ${roleOf(role)}`];
    return grants.map((grant) => `(principal in ${roleOf(role)} && ${withinPeriod(grant) ?? "false"})`);
  });
  const approved = `(context.approved.contains(${quoted(purpose.id)}) && ${isNamed(purpose)})`;
  return anyOf([...holders, approved]);
}

/** The purpose is one that the declaration stands for, the asker has, and that is open to this act and channel. */
export function isOpen(policy: CompiledPolicy, purpose: CompiledPurpose): string {
  if (!purpose.declarable) return "false";
  return allOf([
    isMeant(policy, purpose),
    ...(purpose.caseBound ? [`context has caseId && ${isNamed(purpose)}`] : []),
    isOneOf("context.act", purpose.acts),
    ...(purpose.channels.length === 0 ? [] : [isOneOf("context.channel", purpose.channels)]),
    isHeld(policy, purpose),
  ]);
}

/** The purposes, by id. */
export function purposesOf(policy: CompiledPolicy): readonly CompiledPurpose[] {
  return [...policy.purposes.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
