import { DROP, meet } from "../catalogue/transforms.ts";
import { holdersOf } from "../identity/holders.ts";
import type { Holder } from "../identity/ports.ts";
import type { Person } from "../identity/types.ts";
import type { CompiledGrant, CompiledPolicy } from "../policy/types.ts";

/** How many relation facts one holder has: someone of the upstream, a department, the workforce, a person. */
export interface HeldBy {
  readonly holder: Holder;
  readonly facts: number;
}

/** What belongs to nobody, or to nothing: access that no one answers for. */
export interface Orphan {
  readonly kind:
    | "role-unknown"
    | "role-unheld"
    | "person-without-role"
    | "person-without-manager"
    | "manager-unknown"
    | "grant-gives-nothing"
    | "facts-held-by-nobody";
  /** A person, role, rule or holder. */
  readonly subject: string;
  readonly sentence: string;
}

/** Every orphan of policy, roster and relation facts; people first, then roles, grants and facts. */
export function orphansOf(
  policy: CompiledPolicy,
  roster: readonly Person[],
  held: readonly HeldBy[],
): readonly Orphan[] {
  const active = roster.filter((person) => person.active);
  return [
    ...active.flatMap((person) => orphansOfPerson(policy, person, active)),
    ...unheldRoles(policy, active),
    ...[...policy.roles.values()]
      .flatMap(({ grants }) => grants)
      .filter((grant) => givesNothing(policy, grant))
      .map(emptyGrant),
    ...unheldFacts(active, held),
  ];
}

function orphansOfPerson(
  policy: CompiledPolicy,
  person: Person,
  active: readonly Person[],
): readonly Orphan[] {
  const { id, roles } = person;
  const unknown = roles
    .filter((role) => !policy.roles.has(role))
    .map((role) =>
      orphan("role-unknown", id, `\`${id}\` holds \`${role}\`, a role that the policy does not have`),
    );
  const none =
    roles.length === 0 ? [orphan("person-without-role", id, `\`${id}\` is active and has no role`)] : [];
  return [...unknown, ...none, ...managerOrphans(person, active)];
}

/** Patients and programs have no manager; the workforce has one, and who leads it names nobody above. */
function managerOrphans({ id, manager, fhirUser }: Person, active: readonly Person[]): readonly Orphan[] {
  if (/^(Patient|RelatedPerson)\//.test(fhirUser ?? "")) return [];
  if (manager === null)
    return [orphan("person-without-manager", id, `\`${id}\` is active and nobody is named as manager`)];
  if (active.some((other) => other.id === manager)) return [];
  const sentence = `\`${id}\` has the manager \`${manager}\`, who is not an active person of the roster`;
  return [orphan("manager-unknown", id, sentence)];
}

function unheldRoles(policy: CompiledPolicy, active: readonly Person[]): readonly Orphan[] {
  const held = new Set(active.flatMap(({ roles }) => roles));
  return [...policy.roles.keys()]
    .filter((role) => !held.has(role))
    .map((role) => orphan("role-unheld", role, `nobody active holds the role \`${role}\``));
}

/** A grant by which nobody ever gets anything: no capability of it finds an act, an element and a relation. */
function givesNothing(
  policy: CompiledPolicy,
  { purpose: id, relation, can, elements }: CompiledGrant,
): boolean {
  const purpose = policy.purposes.get(id);
  const definition = policy.relations.get(relation);
  if (purpose === undefined || definition === undefined || !definition.permits) return true;
  const shows = elements.some((code, index) => meet(code, purpose.never[index] ?? DROP) !== DROP);
  const uses = [...can].some((capability) => capability !== "disclose" && capability !== "request");
  if (uses && shows && purpose.declarable && purpose.acts.has("use")) return false;
  return (["disclose", "request"] as const).every(
    (act) => !(can.has(act) && purpose.acts.has(act) && purpose[act] !== undefined),
  );
}

function emptyGrant({ rule }: CompiledGrant): Orphan {
  return orphan("grant-gives-nothing", rule, `the grant \`${rule}\` gives nothing to anybody`);
}

function unheldFacts(active: readonly Person[], held: readonly HeldBy[]): readonly Orphan[] {
  const holders = new Set(active.flatMap((person) => holdersOf(person)));
  return held
    .filter(({ holder }) => !holders.has(holder))
    .map(({ holder, facts }) => {
      const count = facts === 1 ? "1 relation fact" : `${facts} relation facts`;
      return orphan("facts-held-by-nobody", holder, `${count} of \`${holder}\` belong to no active person`);
    });
}

function orphan(kind: Orphan["kind"], subject: string, sentence: string): Orphan {
  return { kind, subject, sentence };
}
