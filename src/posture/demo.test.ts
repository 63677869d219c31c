import { beforeAll, describe, expect, it } from "vitest";
import { ofType, sharedHospital } from "../../demo/testing/shared-hospital.ts";
import { recordFactsOf } from "../catalogue/record-facts.ts";
import type { RecordFacts } from "../catalogue/types.ts";
import type { Capability } from "../catalogue/vocabulary.ts";
import { decide } from "../decision/decide.ts";
import { viewOf } from "../decision/view.ts";
import { holdersOf } from "../identity/holders.ts";
import { syncRelations } from "../identity/relations/sync.ts";
import { memoryPeopleStore } from "../identity/testing/memory-people-store.ts";
import { memoryRelationStore } from "../identity/testing/memory-relation-store.ts";
import { fakeUpstream } from "../identity/testing/upstream.ts";
import { fixedClock } from "../kernel/clock.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import { createImpactTally } from "./impact.ts";
import { createReachTally } from "./reach-report.ts";
import { memberOf } from "./testing/random-member.ts";
import { NOW, personOf, shippedPolicy } from "./testing/shipped.ts";
import type { Census, Member, Setting } from "./types.ts";

/** The demo hospital's people under the shipped policy, with the facts a sync finds. */
const SETTING: Setting = { now: NOW, system: "ehr", channel: "fhir" };
const READING: readonly Capability[] = ["read", "search"];

let policy: CompiledPolicy;
let members: readonly Member[];
let records: readonly RecordFacts[];
let census: Census;

beforeAll(async () => {
  policy = await shippedPolicy();
  const hospital = sharedHospital();
  records = ofType(hospital, "Patient").map((resource) => recordFactsOf(resource, policy.segments));
  census = { ids: new Set(records.map(({ id }) => id)), asOf: NOW };
  const roster = policy.people.map(({ id, roles, fhirUser, department }) =>
    personOf(id, { roles, fhirUser: fhirUser ?? null, department: department ?? null }),
  );
  const store = memoryRelationStore();
  const [people, clock] = [memoryPeopleStore(roster), fixedClock(NOW)];
  const upstream = fakeUpstream(hospital.resources);
  await syncRelations({ upstream, definitions: policy.relations.values(), people, store, clock });
  members = await Promise.all(
    roster.map(async (person) => {
      const patientId = /^Patient\/(.+)$/.exec(person.fhirUser ?? "")?.[1] ?? null;
      const vendor = person.roles.includes("vendor-support");
      const facts = await store.ofHolders(holdersOf(person));
      // Nobody of a vendor has an agreement here, so that nothing is open to them.
      return memberOf(person.id, person.roles, facts, { patientId, active: !vendor });
    }),
  );
});

/** Everything that one person is shown of every Patient record, asked one by one: `patient purpose element`, by code. */
function shownOfPatients(under: CompiledPolicy, member: Member): ReadonlyMap<string, number> {
  const shown = new Map<string, number>();
  const subject = member.subjectUnder(under);
  const cases = [...under.relations.keys()].flatMap((relation) =>
    [...member.facts.relations.patients(relation)].flatMap((id) =>
      member.facts.relations.find(relation, id).flatMap(({ refs }) => refs),
    ),
  );
  for (const asked of questionsOf(under, subject.roles, new Set(cases))) {
    const decision = decide({ ...asked, ...SETTING, subject }, under, member.facts);
    for (const record of decision.outcome === "deny" ? [] : records) {
      const view = viewOf(decision, record, member.facts);
      view?.elements.forEach((code, index) => {
        if (code === 0) return;
        const key = [record.id, asked.purpose, under.catalogue.elements[index]?.id].join(" ");
        shown.set(key, Math.max(code, shown.get(key) ?? 0));
      });
    }
  }
  return shown;
}

/** To read and to search, for each purpose that any of the roles has a grant for, and a case-bound one for each case. */
function questionsOf(under: CompiledPolicy, roles: readonly string[], cases: ReadonlySet<string>) {
  const grants = roles.flatMap((role) => under.roles.get(role)?.grants ?? []);
  const nobody = { act: "use", recipient: null, exemption: null } as const;
  return [...under.purposes.values()]
    .filter(({ id }) => grants.some((grant) => grant.purpose === id))
    .flatMap(({ id: purpose, caseBound }) =>
      (caseBound ? [...cases] : [null]).flatMap((caseId) =>
        READING.map((capability) => ({ ...nobody, purpose, caseId, capability })),
      ),
    );
}

describe("posture of the demo hospital", () => {
  it("F049 the reach of every person equals a brute-force count over every Patient record", () => {
    const tally = createReachTally(policy, { setting: SETTING, census, sought: null });
    for (const member of members) tally.add(member);
    const reported = tally.report().people.map(({ person, patients: count }) => `${person} ${count}`);
    const counted = members
      .filter(({ person }) => person.active)
      .map((member) => {
        const shown = [...shownOfPatients(policy, member).keys()];
        return `${member.person.id} ${new Set(shown.map((key) => key.split(" ")[0])).size}`;
      });
    expect(reported).toEqual(counted.toSorted());
    const reaching = reported.filter((line) => !line.endsWith(" 0"));
    expect(reaching.length).toBeGreaterThan(6);
  }, 60_000);

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
      for (const key of old.keys()) {
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
