import type { Random } from "../random.ts";
import {
  celebrity,
  colleagueOnLeave,
  dramaticCase,
  exPartnerAtOldAddress,
  exPartnerWithoutLink,
  family,
  neighbor,
  ownChart,
} from "./agents/acquaintances.ts";
import {
  exportAtResignation,
  identityHarvester,
  legacyPrivilege,
  sharedCredential,
  vendorBrowsing,
} from "./agents/insiders.ts";
import type { Agent, Incident, Opportunity } from "./agents/types.ts";

const AGENTS: readonly Agent[] = [
  family,
  exPartnerAtOldAddress,
  exPartnerWithoutLink,
  colleagueOnLeave,
  neighbor,
  celebrity,
  dramaticCase,
  identityHarvester,
  exportAtResignation,
  legacyPrivilege,
  sharedCredential,
  ownChart,
  vendorBrowsing,
];
/** Rounds through all agents; a small house gives few opportunities. */
const ROUNDS = 400;

/** An incident with its name. */
export interface NamedIncident extends Incident {
  readonly id: string;
}

/**
 * Plans misuse until the budget of user-patient-days is spent: agents take turns in drawn order, and an incident
 * that would go beyond the budget is not begun.
 */
export function planMisuse(world: Opportunity, random: Random, budget: number): readonly NamedIncident[] {
  const incidents: NamedIncident[] = [];
  let left = budget;
  for (let round = 0; round < ROUNDS && left >= 1; round++) {
    for (const agent of random.sample(AGENTS, AGENTS.length)) {
      const incident = agent({ ...world, random: random.stream(`${round}/${AGENTS.indexOf(agent)}`) });
      if (incident === null || userPatientDays(incident) > left) continue;
      left -= userPatientDays(incident);
      incidents.push({ ...incident, id: `incident-${incidents.length + 1}` });
    }
  }
  return incidents;
}

/** Distinct pairs of user and patient in a day. */
export function userPatientDays({ looks }: Incident): number {
  return new Set(looks.map(({ member, patient, day }) => `${member.userName}/${patient?.id ?? ""}/${day}`))
    .size;
}
