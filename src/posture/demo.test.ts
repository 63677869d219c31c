import { beforeAll, describe, expect, it } from "vitest";
import { ofType, sharedHospital } from "../../demo/testing/shared-hospital.ts";
import { recordFactsOf } from "../catalogue/record-facts.ts";
import type { RelationFact } from "../catalogue/relations.ts";
import type { RecordFacts } from "../catalogue/types.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import { createImpactTally } from "./impact.ts";
import { createReachTally, type RoleReach } from "./reach-report.ts";
import { DEMO_SETTING as SETTING, demoCensus, demoPeople } from "./testing/demo-people.ts";
import { shownOfEach } from "./testing/each-record.ts";
import { memberOf } from "./testing/random-member.ts";
import { NOW, shippedPolicy } from "./testing/shipped.ts";
import type { Census, Member } from "./types.ts";

let policy: CompiledPolicy;
let members: readonly Member[];
let records: readonly RecordFacts[];
let census: Census;

beforeAll(async () => {
  policy = await shippedPolicy();
  records = ofType(sharedHospital(), "Patient").map((resource) => recordFactsOf(resource, policy.segments));
  census = demoCensus();
  members = await demoPeople(policy);
});

/** What one person is shown of all Patient records: `patient purpose element`. */
function shownOfPatients(under: CompiledPolicy, member: Member): ReadonlySet<string> {
  const shown = [...shownOfEach(under, member, SETTING, records)];
  return new Set(shown.map(({ patient, purpose, element }) => [patient, purpose, element].join(" ")));
}

/** Every record of the hospital that is about a patient. */
function everyRecord(): readonly RecordFacts[] {
  const all = sharedHospital().resources.map((resource) => recordFactsOf(resource, policy.segments));
  return all.filter(({ patients }) => patients.length > 0);
}

/** Every relation to every patient and all their records. */
function everyFact(): readonly RelationFact[] {
  const window = { from: NOW - 1, until: NOW + 1, syncedAt: NOW, refs: [], source: "test" };
  return [...policy.relations.keys()].flatMap((relation) =>
    [...census.ids].map((patientId) => ({ relation, patientId, ...window })),
  );
}

function reachOf(some: readonly Member[], role: string): RoleReach | undefined {
  const tally = createReachTally(policy, { setting: SETTING, census, sought: null });
  for (const member of some) tally.add(member);
  return tally.report().roles.find((one) => one.role === role);
}

describe("posture of the demo hospital", () => {
  it("F049 the reach of every person equals a brute-force count over every Patient record", () => {
    const tally = createReachTally(policy, { setting: SETTING, census, sought: null });
    for (const member of members) tally.add(member);
    const reported = tally.report().people.map(({ person, patients: count }) => `${person} ${count}`);
    const counted = members
      .filter(({ person }) => person.active)
      .map((member) => {
        const shown = [...shownOfPatients(policy, member)];
        return `${member.person.id} ${new Set(shown.map((key) => key.split(" ")[0])).size}`;
      });
    expect(reported).toEqual(counted.toSorted());
    const reaching = reported.filter((line) => !line.endsWith(" 0"));
    expect(reaching.length).toBeGreaterThan(6);
  }, 60_000);

  it("F049 a biller reaches, for each purpose, whom deciding every record of the hospital finds", () => {
    const bea = members.filter(({ person }) => person.id === "bea.biller");
    const all = everyRecord();
    const found = bea.flatMap((one) => [...shownOfEach(policy, one, SETTING, all)]);
    expect(all.length).toBeGreaterThan(10_000);
    const biller = reachOf(bea, "biller");
    expect(biller?.patients).toBe(new Set(found.map(({ patient }) => patient)).size);
    expect(biller?.patients).toBeGreaterThan(50);
    for (const { purpose, patients } of biller?.purposes ?? []) {
      const some = found.filter((one) => one.purpose === purpose);
      expect([purpose, patients]).toEqual([purpose, new Set(some.map(({ patient }) => patient)).size]);
    }
  }, 60_000);

  it.each(["hr", "security-officer", "manager"])(
    "F049 a guard's role reaches nobody though its holder is related to every patient: %s",
    (role) => {
      const guard = memberOf("gus", [role], everyFact());
      const related = [...policy.relations.keys()].flatMap((id) => [...guard.facts.relations.patients(id)]);
      expect(new Set(related).size).toBeGreaterThan(200);
      expect([...shownOfEach(policy, guard, SETTING, everyRecord())]).toEqual([]);
      expect(reachOf([guard], role)).toMatchObject({ people: 1, patients: 0, greatest: 0 });
      const both = memberOf("bo", [role, "biller"], everyFact());
      expect(reachOf([both], role)).toMatchObject({ people: 1, patients: 0, greatest: 0 });
      expect(reachOf([both], "biller")?.patients).toBeGreaterThan(200);
    },
    60_000,
  );

  it("F172 a one-line change names exactly the cells, people and patients that a brute-force count finds", async () => {
    const changed = await shippedPolicy({
      path: "roles/biller.yaml",
      find: "elements: [D-minus, I]",
      put: "elements: [patient.name, I]",
    });
    const tally = createImpactTally({ before: policy, after: changed, setting: SETTING, census });
    const [lostByPerson, elements] = [new Map<string, Set<string>>(), new Set<string>()];
    for (const member of members) {
      tally.add(member);
      const [old, now] = [shownOfPatients(policy, member), shownOfPatients(changed, member)];
      for (const key of old) {
        if (now.has(key)) continue;
        const [patient = "", , element = ""] = key.split(" ");
        elements.add(element);
        const { id } = member.person;
        lostByPerson.set(id, (lostByPerson.get(id) ?? new Set()).add(patient));
      }
    }
    const impact = tally.report();
    expect([...lostByPerson.keys()]).toEqual(["bea.biller"]);
    const [bea] = impact.people;
    expect(impact.people).toHaveLength(1);
    expect(bea).toMatchObject({ person: "bea.biller", gained: { patients: [] } });
    expect(bea?.lost.patients).toEqual([...(lostByPerson.get("bea.biller") ?? [])].toSorted());
    expect(bea?.lost.elements).toEqual([...elements].toSorted());
    const lost = lostByPerson.get("bea.biller")?.size ?? 0;
    expect(impact.byEffect).toMatchObject({
      lost: { people: 1, patients: lost, pairs: lost },
      gained: { people: 0 },
    });
    const cells = impact.cells.map(({ cell }) => `${cell.change} ${cell.before?.element}`);
    expect(cells).toEqual([...elements].toSorted().map((element) => `lost ${element}`));
    expect(impact.cells[0]).toMatchObject({ people: 1, patients: lost, pairs: lost });
  }, 60_000);
});
