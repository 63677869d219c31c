import { DROP, transformOf, type Transform, type TransformVector } from "../catalogue/transforms.ts";
import type { Person } from "../identity/types.ts";
import { matrixOf, type MatrixRow } from "../policy/analyze/index.ts";
import type { CompiledPolicy, CompiledRole } from "../policy/types.ts";
import { type HeldBy, type Orphan, orphansOf } from "./orphans.ts";

/** Elements of one group of the catalogue, with the form each is shown in. */
export interface GroupAccess {
  readonly group: string;
  readonly elements: readonly { readonly element: string; readonly as: Transform }[];
}

/** What one role gives for one purpose by standing grants. */
export interface PurposeAccess {
  readonly purpose: string;
  readonly title: string;
  readonly rules: readonly string[];
  /** How the person must stand to every patient of a record. */
  readonly relations: readonly string[];
  /** Empty: any. */
  readonly systems: readonly string[];
  /** In catalogue order; the most that any of the relations gives. */
  readonly groups: readonly GroupAccess[];
}

/** A role as the report tells it: what it is for, what it gives, and which controls are on it. */
export interface RoleAccess {
  readonly role: string;
  readonly title: string;
  readonly jobFunctions: readonly string[];
  readonly why: string;
  readonly access: readonly PurposeAccess[];
  readonly breakGlass: boolean;
  /** Purposes that it may ask under, one case at a time. */
  readonly jit: readonly string[];
  /** Purposes whose requests it approves. */
  readonly approve: readonly string[];
  readonly recertify: CompiledRole["recertify"];
}

/** One active person and everything that their roles give. */
export interface PersonAccess {
  readonly person: string;
  readonly displayName: string;
  readonly department: string | null;
  readonly manager: string | null;
  readonly roles: readonly RoleAccess[];
  /** Names of roles that the policy does not have; they give nothing. */
  readonly unknownRoles: readonly string[];
}

/** "Who can access": 45 CFR 164.514(d)(2)(i), driven from the grants themselves. */
export interface AccessReport {
  readonly policyHash: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** By id. */
  readonly people: readonly PersonAccess[];
  readonly inactive: number;
  readonly orphans: readonly Orphan[];
}

/** @param roster everyone on it, by id, active or not; a part of it would be a report of less than the truth */
export function accessReport(
  policy: CompiledPolicy,
  roster: readonly Person[],
  held: readonly HeldBy[],
  now: number,
): AccessReport {
  const active = roster.filter((person) => person.active);
  return {
    policyHash: policy.hash,
    at: now,
    people: active.map((person) => accessOf(policy, person)),
    inactive: roster.length - active.length,
    orphans: orphansOf(policy, roster, held),
  };
}

/** What one person's roles give, whether or not the account is active. */
export function accessOf(policy: CompiledPolicy, person: Person): PersonAccess {
  const { id, displayName, department, manager, roles } = person;
  return {
    person: id,
    displayName,
    department,
    manager,
    roles: roles.flatMap((role) => roleAccess(policy, role) ?? []),
    unknownRoles: roles.filter((role) => !policy.roles.has(role)),
  };
}

const known = new WeakMap<CompiledPolicy, Map<string, RoleAccess>>();

function roleAccess(policy: CompiledPolicy, id: string): RoleAccess | undefined {
  const role = policy.roles.get(id);
  if (role === undefined) return undefined;
  const roles = known.get(policy) ?? new Map<string, RoleAccess>();
  known.set(policy, roles);
  const access = roles.get(id) ?? describe(policy, role);
  roles.set(id, access);
  return access;
}

function describe(policy: CompiledPolicy, role: CompiledRole): RoleAccess {
  return {
    role: role.id,
    title: role.title,
    jobFunctions: role.jobFunctions,
    why: role.why.replaceAll(/\s+/g, " ").trim(),
    access: matrixOf(policy, { role: role.id }).map((row) => purposeAccess(policy, role, row)),
    breakGlass: role.breakGlass,
    jit: role.eligible.jit,
    approve: role.eligible.approve,
    recertify: role.recertify,
  };
}

function purposeAccess(policy: CompiledPolicy, role: CompiledRole, row: MatrixRow): PurposeAccess {
  const systems = role.grants.filter(({ rule }) => row.rules.includes(rule)).map((grant) => grant.systems);
  const anywhere = systems.some((names) => names.length === 0);
  return {
    purpose: row.purpose,
    title: policy.purposes.get(row.purpose)?.title ?? row.purpose,
    rules: row.rules,
    relations: row.relations,
    systems: anywhere ? [] : [...new Set(systems.flat())].toSorted(),
    groups: groupsOf(policy, row.transforms),
  };
}

function groupsOf({ catalogue }: CompiledPolicy, shown: TransformVector): readonly GroupAccess[] {
  const groups = new Map<string, { element: string; as: Transform }[]>();
  for (const { id, index, group } of catalogue.elements) {
    const code = shown[index] ?? DROP;
    if (code === DROP) continue;
    const elements = groups.get(group) ?? [];
    elements.push({ element: id, as: transformOf(code) });
    groups.set(group, elements);
  }
  return [...groups].map(([group, elements]) => ({ group, elements }));
}
