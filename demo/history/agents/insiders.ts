import { momentOf } from "../../calendar.ts";
import { lookInShift, workdays } from "./shift.ts";
import type { Agent, Opportunity, PlannedLook } from "./types.ts";

const HARVESTERS = new Set(["front-desk", "biller", "call-center"]);

/** Sells identities: a few old patients a day, demographics alone, in the middle of ordinary work. */
export const identityHarvester: Agent = (world) => {
  const { random, staff, scene } = world;
  const member = random.pick(staff.filter(({ role }) => HARVESTERS.has(role)));
  const old = random.sample(scene.demand.patients, 300).filter(({ person }) => person.age >= 65);
  if (old.length === 0) return null;
  const looks = workdays(world, member, random.int(2, 4)).flatMap((day) =>
    random
      .sample(old, random.int(2, 5))
      .map((patient) => lookInShift(world, { member, patient, day, sections: ["demographics"] })),
  );
  return looks.length === 0 ? null : { kind: "identity-harvester", motive: "money for identities", looks };
};

/** Takes the patients along to the next job: one report over hundreds, days before the last day. */
export const exportAtResignation: Agent = (world) => {
  const { random, changes, scene } = world;
  const leaving = changes.filter(({ kind, from }) => kind === "ends" && from - world.from > 4);
  if (leaving.length === 0) return null;
  const { member, from } = random.pick(leaving);
  const day = from - random.int(1, 3);
  const [opens, closes] = member.shift;
  const look: PlannedLook = {
    member,
    patient: null,
    day,
    at: momentOf(day, random.int(opens, closes - 1), random.int(0, 59)),
    sections: ["report"],
    action: "export",
    records: random.int(60, Math.min(900, scene.demand.patients.length)),
  };
  return { kind: "export-at-resignation", motive: "a list for the next employer", looks: [look] };
};

/** Moved to another department, kept the rights of the old one, still looks in now and then. */
export const legacyPrivilege: Agent = (world) => {
  const { random, changes, agenda } = world;
  const moved = changes.filter(({ kind, from }) => kind === "moved" && from < world.until - 4);
  if (moved.length === 0) return null;
  const { member, previous, from } = random.pick(moved);
  const looks = workdays(world, member, 5)
    .filter((day) => day > from)
    .flatMap((day) => {
      const seen = [...agenda(day).visits, ...agenda(day).stays].filter(
        ({ kind }) => kind.department === previous,
      );
      if (seen.length === 0) return [];
      const { patient } = random.pick(seen);
      return [lookInShift(world, { member, patient, day, sections: ["summary", "notes"] })];
    });
  return looks.length === 0
    ? null
    : { kind: "legacy-privilege", motive: "interest in former patients", looks };
};

/** Works under a colleague's name while the colleague is at home. */
export const sharedCredential: Agent = (world) => {
  const { random, staff, rota, agenda } = world;
  const owner = random.pick(staff.filter(({ role }) => role === "nurse" || role === "front-desk"));
  const days = Array.from({ length: world.until - world.from }, (_, nth) => world.from + nth);
  const day = random
    .sample(days, days.length)
    .find((each) => !rota.worksOn(owner, each) && !rota.isAway(owner, each));
  if (day === undefined) return null;
  const { visits, stays } = agenda(day);
  const looks = random
    .sample([...visits, ...stays], random.int(2, 5))
    .map(({ patient }) => lookInShift(world, { member: owner, patient, day, sections: ["summary"] }));
  return looks.length === 0 ? null : { kind: "shared-credential", motive: "a password lent", looks };
};

/** A technician of the vendor is bored on a quiet evening. */
export const vendorBrowsing: Agent = (world: Opportunity) => {
  const { random, scene } = world;
  const member = scene.workforce.member("vera.vendor");
  const [day] = workdays(world, member, 1);
  if (day === undefined) return null;
  const from = momentOf(day, random.int(18, 21), random.int(0, 59));
  const looks = random.sample(scene.demand.patients, random.int(2, 5)).map((patient, nth): PlannedLook => ({
    member,
    patient,
    day,
    at: from + nth * random.int(2, 9),
    sections: ["summary", "notes"],
    remote: true,
  }));
  return { kind: "vendor-browsing", motive: "boredom", looks };
};
