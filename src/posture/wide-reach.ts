import { DROP } from "../catalogue/transforms.ts";
import type { CompiledPolicy, CompiledRole } from "../policy/types.ts";
import type { PersonReach, RoleReach } from "./reach-report.ts";

/** When a reach is worth a question. */
export interface ReachLimits {
  /** The part of all patients, 0 to 1, that one person may reach before it is found wide. */
  readonly share: number;
  /** Roles whose work is with all patients, so that a wide reach of theirs is no finding. */
  readonly wide: readonly string[];
  /** Roles that no chart is open to; null: those that the policy itself keeps from every element of a Patient. */
  readonly chartless: readonly string[] | null;
}

export const DEFAULT_LIMITS: ReachLimits = { share: 0.5, wide: [], chartless: null };

/**
 * `everyone-sees-everyone`: every active person reaches more than the limit. `wide-reach`: this role or person does.
 * `chart-reached`: a role that has no business with charts reaches some.
 */
export interface ReachFinding {
  readonly kind: "everyone-sees-everyone" | "wide-reach" | "chart-reached";
  readonly role: string | null;
  readonly person: string | null;
  readonly patients: number;
  /** 0 to 1. */
  readonly share: number;
  readonly sentence: string;
}

/** The detector of "every employee can see every record" (45 CFR 164.514(d)(2)(ii)); worst first. */
export function findingsOf(
  policy: CompiledPolicy,
  roles: readonly RoleReach[],
  people: readonly PersonReach[],
  limits: ReachLimits,
): readonly ReachFinding[] {
  const chartless = new Set(limits.chartless ?? chartlessRoles(policy));
  const wide = new Set(limits.wide);
  return [
    ...everyoneFinding(people, limits),
    ...roles.filter(({ role, patients }) => chartless.has(role) && patients > 0).map(chartReached),
    ...roles.filter(({ role, greatest }) => !wide.has(role) && greatest > limits.share).map(wideRole),
    ...people
      .filter(({ share, roles: held }) => share > limits.share && !held.some((role) => wide.has(role)))
      .map(widePerson),
  ];
}

/** Roles that the policy lets give no element of a Patient, ever. */
export function chartlessRoles(policy: CompiledPolicy): readonly string[] {
  const elements = policy.catalogue.elementsOfType("Patient");
  const never = ({ never: vector }: CompiledRole): boolean =>
    elements.length > 0 && elements.every((index) => (vector[index] ?? DROP) !== DROP);
  return [...policy.roles.values()].filter(never).map(({ id }) => id);
}

function everyoneFinding(people: readonly PersonReach[], { share }: ReachLimits): readonly ReachFinding[] {
  if (people.length < 2 || people.some((person) => person.share <= share)) return [];
  const least = people.reduce((a, b) => (b.share < a.share ? b : a));
  const sentence = `each of ${people.length} people can see ${percent(least.share)} of all patients or more`;
  const { patients } = least;
  return [
    { kind: "everyone-sees-everyone", role: null, person: null, patients, share: least.share, sentence },
  ];
}

function chartReached({ role, patients, share }: RoleReach): ReachFinding {
  const sentence = `role \`${role}\` has no business with charts and can see something of ${counted(patients)}`;
  return { kind: "chart-reached", role, person: null, patients, share, sentence };
}

function wideRole({ role, people, patients, share, greatest }: RoleReach): ReachFinding {
  const who = people === 1 ? "its one holder" : `one of its ${people} holders`;
  const sentence = `role \`${role}\`: ${who} can see something of ${percent(greatest)} of all patients`;
  return { kind: "wide-reach", role, person: null, patients, share, sentence };
}

function widePerson({ person, patients, share }: PersonReach): ReachFinding {
  const sentence = `\`${person}\` can see something of ${percent(share)} of all patients`;
  return { kind: "wide-reach", role: null, person, patients, share, sentence };
}

function counted(patients: number): string {
  return patients === 1 ? "1 patient" : `${patients} patients`;
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))}%`;
}
