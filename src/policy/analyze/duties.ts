import type { CompiledPolicy, CompiledRole } from "../types.ts";
import { type Ask, asksOf } from "./approvals.ts";
import { type Finding, found, listed } from "./finding.ts";

/** A person and the roles they hold, from the policy itself or from a roster. */
export interface RoleHolder {
  readonly id: string;
  readonly roles: readonly string[];
}

/** Separation of duties, 45 CFR 164.308(a)(3)–(4): POL-740 to POL-744, POL-746 to POL-748. */
export function lintDuties(policy: CompiledPolicy, holders: readonly RoleHolder[]): readonly Finding[] {
  const roles = [...policy.roles.values()];
  return [
    ...heldConflicts(policy, holders),
    ...roles.flatMap((role) => oneSided(policy, role)),
    ...roles.flatMap(ownApprovals),
    ...asksOf(policy).flatMap((ask) => missingApproval(ask, holders)),
    ...roles.flatMap((role) => unaskedApprovals(policy, role)),
    ...roles.flatMap(administersAndApproves),
    ...roles.flatMap((role) => administersAndReads(policy, role)),
    ...roles.flatMap((role) => administersBeside(policy, role)),
    ...roles.flatMap((role) => approvesBeside(policy, role)),
  ];
}

function heldConflicts(policy: CompiledPolicy, holders: readonly RoleHolder[]): readonly Finding[] {
  return holders.flatMap(({ id, roles }) =>
    pairsOf(roles).flatMap(([first, second]) => {
      const [a, b] = [policy.roles.get(first), policy.roles.get(second)];
      if (a === undefined || b === undefined || !conflict(a, b)) return [];
      const sentence = `\`${id}\` holds roles \`${first}\` and \`${second}\`, which conflict`;
      return [
        found("POL-740", sentence, { people: [id], roles: [first, second], hint: "take one of them away" }),
      ];
    }),
  );
}

function pairsOf(names: readonly string[]): readonly (readonly [string, string])[] {
  return names.flatMap((a, i) => names.slice(i + 1).map((b): readonly [string, string] => [a, b]));
}

function conflict(a: CompiledRole, b: CompiledRole): boolean {
  return a.conflictsWith.includes(b.id) || b.conflictsWith.includes(a.id);
}

/** Compiling refuses it (POL-306); a draft or a policy made by hand may have it. */
function oneSided(policy: CompiledPolicy, role: CompiledRole): readonly Finding[] {
  return role.conflictsWith.flatMap((name) => {
    const other = policy.roles.get(name);
    if (other === undefined || other.conflictsWith.includes(role.id)) return [];
    const sentence = `role \`${role.id}\` conflicts with \`${name}\`, which does not say so in return`;
    return [found("POL-741", sentence, { roles: [role.id, name], at: role.at })];
  });
}

function ownApprovals({ id, eligible, at }: CompiledRole): readonly Finding[] {
  const purposes = eligible.jit.filter((purpose) => eligible.approve.includes(purpose));
  if (purposes.length === 0) return [];
  const sentence = `role \`${id}\` approves what it may itself ask for, under ${listed(purposes)}`;
  return [found("POL-742", sentence, { roles: [id], purposes, at, hint: "let another role approve" })];
}

function missingApproval(
  { role, purpose, approvers }: Ask,
  holders: readonly RoleHolder[],
): readonly Finding[] {
  const about = { roles: [role.id], purposes: [purpose.id], at: role.at };
  const asks = `role \`${role.id}\` may ask under \`${purpose.id}\``;
  if (approvers.length === 0) {
    const hint = `name \`${purpose.id}\` under \`eligible.approve\` of a role`;
    return [found("POL-743", `${asks}, and no role may approve it`, { ...about, hint })];
  }
  const alone = holders
    .filter(({ roles }) => roles.includes(role.id))
    .filter(
      (asker) =>
        !holders.some((other) => other.id !== asker.id && other.roles.some((id) => approvers.includes(id))),
    )
    .map(({ id }) => id);
  if (alone.length === 0) return [];
  const sentence = `${asks}, and nobody but ${listed(alone)} could approve: nobody else holds ${listed(approvers)}`;
  return [found("POL-743", sentence, { ...about, roles: [role.id, ...approvers], people: alone })];
}

function unaskedApprovals(policy: CompiledPolicy, { id, eligible, at }: CompiledRole): readonly Finding[] {
  const asked = new Set(asksOf(policy).map(({ purpose }) => purpose.id));
  const purposes = eligible.approve.filter((purpose) => !asked.has(purpose));
  if (purposes.length === 0) return [];
  const sentence = `role \`${id}\` approves requests under ${listed(purposes)}, which no role may make`;
  return [found("POL-744", sentence, { roles: [id], purposes, at })];
}

function administers({ grants }: CompiledRole): boolean {
  return grants.some(({ can }) => can.has("administer"));
}

function approves({ eligible, grants }: CompiledRole): boolean {
  return eligible.approve.length > 0 || grants.some(({ can }) => can.has("approve"));
}

/** Whether it reads records of patients, other than the holder's own. */
function readsPatients(policy: CompiledPolicy, { grants }: CompiledRole): boolean {
  return grants.some(({ can, relation }) => {
    const definition = policy.relations.get(relation);
    return definition?.kind === "fact" && definition.permits && (can.has("read") || can.has("search"));
  });
}

function administersAndApproves(role: CompiledRole): readonly Finding[] {
  if (!administers(role) || !approves(role)) return [];
  const sentence = `role \`${role.id}\` both administers who is related to whom and approves requests`;
  const about = { roles: [role.id], purposes: role.eligible.approve, at: role.at };
  return [found("POL-746", sentence, { ...about, hint: "leave one of the two to another role" })];
}

function administersAndReads(policy: CompiledPolicy, role: CompiledRole): readonly Finding[] {
  if (!administers(role) || !readsPatients(policy, role)) return [];
  const sentence = `role \`${role.id}\` administers who is related to whom and reads patients' records`;
  return [found("POL-747", sentence, { roles: [role.id], at: role.at, hint: "split the role" })];
}

function administersBeside(policy: CompiledPolicy, role: CompiledRole): readonly Finding[] {
  if (!administers(role)) return [];
  const beside = compatible(policy, role).filter((other) => readsPatients(policy, other));
  return toxic(role, beside, [], "who holds both could relate themselves to any patient");
}

function approvesBeside(policy: CompiledPolicy, role: CompiledRole): readonly Finding[] {
  const beside = compatible(policy, role).filter(({ eligible }) =>
    eligible.jit.some((purpose) => role.eligible.approve.includes(purpose)),
  );
  const asked = new Set(beside.flatMap(({ eligible }) => eligible.jit));
  const purposes = role.eligible.approve.filter((purpose) => asked.has(purpose));
  return toxic(role, beside, purposes, `who holds both could ask and approve under ${listed(purposes)}`);
}

/** The other roles that one person may hold beside it. */
function compatible(policy: CompiledPolicy, role: CompiledRole): readonly CompiledRole[] {
  return [...policy.roles.values()].filter((other) => other !== role && !conflict(role, other));
}

function toxic(
  role: CompiledRole,
  beside: readonly CompiledRole[],
  purposes: readonly string[],
  why: string,
): readonly Finding[] {
  if (beside.length === 0) return [];
  const names = beside.map(({ id }) => id);
  const sentence = `role \`${role.id}\` does not conflict with ${listed(names)}: ${why}`;
  const about = { roles: [role.id, ...names], purposes, at: role.at };
  return [found("POL-748", sentence, { ...about, hint: "name each other under `conflictsWith`" })];
}
