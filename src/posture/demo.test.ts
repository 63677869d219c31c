import { beforeAll, describe, expect, it } from "vitest";
import { ofType, sharedHospital } from "../../demo/testing/shared-hospital.ts";
import { recordFactsOf } from "../catalogue/record-facts.ts";
import type { RecordFacts } from "../catalogue/types.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import { createImpactTally } from "./impact.ts";
import { createReachTally } from "./reach-report.ts";
import { DEMO_SETTING as SETTING, demoCensus, demoPeople } from "./testing/demo-people.ts";
import { shownOfEach } from "./testing/each-record.ts";
import { shippedPolicy } from "./testing/shipped.ts";
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
