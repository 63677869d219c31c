import type { Patient } from "../../demand/types.ts";
import type { Member } from "../../workforce/types.ts";
import { lookInShift, several, workdays } from "./shift.ts";
import type { Agent, Incident, Opportunity, PlannedLook } from "./types.ts";

/** Fewer looks at one chart are no case that all talk about. */
const FEWEST_ONLOOKERS = 3;

/** Looks of one member at one patient on a few of the days on which the member works. */
function curious(world: Opportunity, member: Member, patient: Patient, times: number): PlannedLook[] {
  return workdays(world, member, times).map((day) =>
    lookInShift(world, { member, patient, day, sections: ["summary", "notes"] }),
  );
}

function incident(kind: Incident["kind"], motive: string, looks: readonly PlannedLook[]): Incident | null {
  return looks.length === 0 ? null : { kind, motive, looks };
}

/** Worry or curiosity about somebody at home. */
export const family: Agent = (world) => {
  const member = world.random.pick(world.staff);
  const kin = world.town.family(member);
  if (kin.length === 0) return null;
  const patient = world.random.pick(kin);
  return incident(
    "family",
    "worry about a relative",
    curious(world, member, patient, world.random.int(1, 3)),
  );
};

/** The way a custody case is prepared; the personnel file still has the address they shared. */
export const exPartnerAtOldAddress: Agent = (world) => {
  const member = world.random.pick(world.staff);
  const former = exPartner(world, member);
  if (former === null) return null;
  const looks = curious(world, member, former, world.random.int(1, 4));
  return looks.length === 0
    ? null
    : {
        kind: "ex-partner-old-address",
        motive: "a custody case",
        looks,
        oldAddress: [member, former.household],
      };
};

/** The same, with nothing in any table that links the two: cannot be told from work without a trace. */
export const exPartnerWithoutLink: Agent = (world) => {
  const member = world.random.pick(world.staff);
  const former = exPartner(world, member);
  if (former === null) return null;
  return incident("ex-partner-unlinked", "jealousy", curious(world, member, former, world.random.int(1, 3)));
};

function exPartner({ random, scene, town }: Opportunity, member: Member): Patient | null {
  const { age, birthSex } = member.person;
  const candidate = random
    .sample(scene.demand.patients, 40)
    .find(
      (patient) =>
        patient.person.birthSex !== birthSex &&
        Math.abs(patient.person.age - age) < 10 &&
        !town.livesWith(member, patient) &&
        town.memberOf(patient) === undefined,
    );
  return candidate ?? null;
}

/** What is wrong with the colleague who has been away for a week? */
export const colleagueOnLeave: Agent = (world) => {
  const { random, changes, town, staff, rota } = world;
  const ill = changes.filter(({ kind, member }) => kind === "leave" && town.chartOf(member) !== undefined);
  if (ill.length === 0) return null;
  const { member: absent, from } = random.pick(ill);
  const patient = town.chartOf(absent);
  const colleagues = staff.filter((each) => each.department === absent.department && each !== absent);
  if (patient === undefined || colleagues.length === 0) return null;
  const looks = several(world, colleagues, random.int(1, 2)).flatMap((member) => {
    const day = from + random.int(0, 3);
    if (day >= world.until || !rota.worksOn(member, day)) return [];
    return [lookInShift(world, { member, patient, day, sections: ["summary", "notes"] })];
  });
  return incident("coworker-on-leave", "gossip about a colleague", looks);
};

/** The ambulance stood next door. */
export const neighbor: Agent = (world) => {
  const member = world.random.pick(world.staff);
  const next = world.town.neighbors(member);
  if (next.length === 0) return null;
  return incident(
    "neighbor",
    "curiosity",
    curious(world, member, world.random.pick(next), world.random.int(1, 2)),
  );
};

/** Impatient for a result of one's own. */
export const ownChart: Agent = (world) => {
  const member = world.random.pick(world.staff);
  const chart = world.town.chartOf(member);
  if (chart === undefined) return null;
  return incident(
    "own-chart",
    "impatience for a result",
    curious(world, member, chart, world.random.int(1, 3)),
  );
};

/** Everybody has heard of this patient. */
export const celebrity: Agent = (world) => {
  const { random, celebrities, staff } = world;
  if (celebrities.length === 0) return null;
  const patient = random.pick(celebrities);
  const fans = several(world, staff, random.int(1, 3));
  return incident(
    "celebrity",
    "fame",
    fans.flatMap((member) => curious(world, member, patient, random.int(1, 2))),
  );
};

/** Something happened that all talk about: many users, one chart, three days. */
export const dramaticCase: Agent = (world) => {
  const { random, staff, rota } = world;
  const day = random.int(world.from, Math.max(world.from, world.until - 3));
  const cases = world.agenda(day).visits.filter(({ kind }) => kind.id === "emergency");
  if (cases.length === 0) return null;
  const { patient, start } = random.pick(cases);
  const looks = several(world, staff, random.int(4, 9)).flatMap((member) => {
    const at = day + random.int(0, 2);
    if (at >= world.until || !rota.worksOn(member, at)) return [];
    const look = lookInShift(world, { member, patient, day: at, sections: ["summary"] });
    return look.at > start ? [look] : [];
  });
  return looks.length < FEWEST_ONLOOKERS ? null : incident("dramatic-case", "an accident in the news", looks);
};
