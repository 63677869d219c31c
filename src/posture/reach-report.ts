import type { CompiledPolicy } from "../policy/types.ts";
import { purposesOf } from "./asks.ts";
import { everyPatient, type ReachByPurpose, reachOfMember, type Sought } from "./reach.ts";
import { DEFAULT_LIMITS, findingsOf, type ReachFinding, type ReachLimits } from "./wide-reach.ts";
import type { Census, Member, Setting } from "./types.ts";

/** How many patients, and what part of all patients that is, 0 to 1. */
export interface Share {
  readonly patients: number;
  readonly share: number;
}

export interface PurposeShare extends Share {
  readonly purpose: string;
}

/** Whom one person reaches now, by all their roles together. */
export interface PersonReach extends Share {
  readonly person: string;
  readonly displayName: string;
  readonly department: string | null;
  readonly roles: readonly string[];
  /** Purposes that the person holds, in the order of the policy. */
  readonly purposes: readonly PurposeShare[];
}

/** Whom the people of one role reach now by that role alone. */
export interface RoleReach extends Share {
  readonly role: string;
  readonly title: string;
  /** Active people who hold it. */
  readonly people: number;
  /** Of one holder: the greatest part, and the one in the middle. 0 where nobody holds it. */
  readonly greatest: number;
  readonly median: number;
  readonly purposes: readonly PurposeShare[];
}

/** Who reaches how much of the patients, as a whole: 45 CFR 164.514(d)(2). */
export interface ReachReport {
  readonly policyHash: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** All patients that the upstream has, and when they were counted. */
  readonly census: { readonly patients: number; readonly asOf: number };
  /** Every active person, by id. */
  readonly people: readonly PersonReach[];
  /** Every role of the policy, in its order, held or not. */
  readonly roles: readonly RoleReach[];
  /** Everyone together. */
  readonly everyone: Share;
  readonly findings: readonly ReachFinding[];
}

export interface ReachQuestion {
  readonly setting: Setting;
  readonly census: Census;
  /** Elements that must be seen of a patient; null: anything. */
  readonly sought: Sought;
  readonly limits?: ReachLimits;
}

/** Counts people one after the other, so that nobody's facts are held longer than their turn. */
export interface ReachTally {
  add(member: Member): void;
  report(): ReachReport;
}

/** @param policy the one in force. Facts about patients that the upstream does not have count for nothing. */
export function createReachTally(policy: CompiledPolicy, question: ReachQuestion): ReachTally {
  const { setting, census, sought, limits = DEFAULT_LIMITS } = question;
  const people: PersonReach[] = [];
  const everyone = new Set<string>();
  const roles = new Map([...policy.roles.keys()].map((role) => [role, newRole()]));
  return {
    add(member) {
      if (!member.person.active) return;
      const reach = within(census, reachOfMember(policy, member, setting, sought));
      people.push(personReach(policy, member, reach, census));
      for (const id of everyPatient(reach)) everyone.add(id);
      for (const role of member.person.roles) {
        const alone = member.person.roles.length === 1 ? reach : reachByRole(policy, member, role, question);
        if (roles.has(role)) addTo(roles.get(role) ?? newRole(), alone);
      }
    },
    report() {
      const found = [...roles].map(([id, counted]) => roleReach(policy, id, counted, census));
      const sorted = people.toSorted((a, b) => (a.person < b.person ? -1 : 1));
      return {
        policyHash: policy.hash,
        at: setting.now,
        census: { patients: census.ids.size, asOf: census.asOf },
        people: sorted,
        roles: found,
        everyone: shareOf(everyone.size, census),
        findings: sought === null ? findingsOf(policy, found, sorted, limits) : [],
      };
    },
  };
}

interface CountedRole {
  readonly byPurpose: Map<string, Set<string>>;
  /** How many patients each holder reaches. */
  readonly holders: number[];
}

function newRole(): CountedRole {
  return { byPurpose: new Map(), holders: [] };
}

function addTo({ byPurpose, holders }: CountedRole, reach: ReachByPurpose): void {
  for (const [purpose, patients] of reach) {
    const all = byPurpose.get(purpose) ?? new Set<string>();
    for (const id of patients) all.add(id);
    byPurpose.set(purpose, all);
  }
  holders.push(everyPatient(reach).size);
}

/** As if the person held this role and no other. */
function reachByRole(
  policy: CompiledPolicy,
  member: Member,
  role: string,
  { setting, census, sought }: ReachQuestion,
): ReachByPurpose {
  const alone: Member = {
    ...member,
    subjectUnder: (one) => ({ ...member.subjectUnder(one), roles: [role] }),
  };
  return within(census, reachOfMember(policy, alone, setting, sought));
}

function within({ ids }: Census, reach: ReachByPurpose): ReachByPurpose {
  return new Map(
    [...reach].map(([purpose, patients]) => [purpose, new Set([...patients].filter((id) => ids.has(id)))]),
  );
}

function personReach(
  policy: CompiledPolicy,
  { person }: Member,
  reach: ReachByPurpose,
  census: Census,
): PersonReach {
  return {
    person: person.id,
    displayName: person.displayName,
    department: person.department,
    roles: person.roles,
    purposes: purposeShares(purposesOf(policy, person.roles), reach, census),
    ...shareOf(everyPatient(reach).size, census),
  };
}

function roleReach(
  policy: CompiledPolicy,
  role: string,
  { byPurpose, holders }: CountedRole,
  census: Census,
): RoleReach {
  const sorted = holders.toSorted((a, b) => a - b);
  const part = (patients: number | undefined): number => shareOf(patients ?? 0, census).share;
  return {
    role,
    title: policy.roles.get(role)?.title ?? role,
    people: holders.length,
    greatest: part(sorted.at(-1)),
    median: part(sorted[Math.floor((sorted.length - 1) / 2)]),
    purposes: purposeShares(purposesOf(policy, [role]), byPurpose, census),
    ...shareOf(everyPatient(byPurpose).size, census),
  };
}

function purposeShares(
  purposes: readonly string[],
  reach: ReachByPurpose,
  census: Census,
): readonly PurposeShare[] {
  return purposes.map((purpose) => ({ purpose, ...shareOf(reach.get(purpose)?.size ?? 0, census) }));
}

function shareOf(patients: number, { ids }: Census): Share {
  return { patients, share: ids.size === 0 ? 0 : patients / ids.size };
}
