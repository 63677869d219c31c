import type { Patient } from "../demand/types.ts";
import { groupedBy } from "../grouped.ts";
import type { Scene } from "../scene.ts";
import type { Address, Household } from "../world/types.ts";
import type { Member } from "../workforce/types.ts";

/** Doors that are this close make neighbors. */
const NEXT_DOORS = 5;

/** Who lives with and beside whom, as far as it concerns patients and those who work here. */
export interface Town {
  householdOf(member: Member): Household | undefined;
  /** The chart of somebody who works here. */
  chartOf(member: Member): Patient | undefined;
  /** Who works here, of a patient. */
  memberOf(patient: Patient): Member | undefined;
  livesWith(member: Member, patient: Patient): boolean;
  isNeighbor(member: Member, patient: Patient): boolean;
  /** Patients of the household, the member left out. */
  family(member: Member): readonly Patient[];
  neighbors(member: Member): readonly Patient[];
}

/** Looks the relations of a scene up in indexes by household and street. */
export function townOf(scene: Scene): Town {
  const { patients } = scene.demand;
  const households = new Map<string, Household>();
  for (const household of scene.world.households)
    for (const { key } of household.members) households.set(key, household);
  const charts = new Map(patients.map((patient) => [patient.person.key, patient] as const));
  const members = new Map(scene.workforce.members.map((member) => [member.person.key, member] as const));
  const streets = groupedBy(patients, ({ household }) => streetOf(household.address));
  const householdOf = (member: Member): Household | undefined => households.get(member.person.key);
  const livesWith = (member: Member, patient: Patient): boolean =>
    householdOf(member)?.key === patient.household.key && member.person.key !== patient.person.key;
  const isNeighbor = (member: Member, patient: Patient): boolean => {
    const home = householdOf(member);
    if (home === undefined || home.key === patient.household.key) return false;
    const [own, other] = [home.address, patient.household.address];
    return streetOf(own) === streetOf(other) && Math.abs(own.number - other.number) <= NEXT_DOORS;
  };
  return {
    householdOf,
    chartOf: ({ person }) => charts.get(person.key),
    memberOf: ({ person }) => members.get(person.key),
    livesWith,
    isNeighbor,
    family: (member) =>
      (householdOf(member)?.members ?? []).flatMap(({ key }) => {
        const patient = charts.get(key);
        return patient === undefined || key === member.person.key ? [] : [patient];
      }),
    neighbors: (member) => {
      const home = householdOf(member);
      const street = home === undefined ? [] : (streets.get(streetOf(home.address)) ?? []);
      return street.filter((patient) => isNeighbor(member, patient));
    },
  };
}

function streetOf({ street, town }: Address): string {
  return `${town.name}/${street}`;
}
