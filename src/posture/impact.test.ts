import { beforeAll, describe, expect, it } from "vitest";
import { sharedHospital, text } from "../../demo/testing/shared-hospital.ts";
import { patientLinkMembers, patientTypes } from "../catalogue/patient-link.ts";
import { recordFactsOf } from "../catalogue/record-facts.ts";
import { atMost } from "../catalogue/transforms.ts";
import type { RecordFacts } from "../catalogue/types.ts";
import type { JsonObject } from "../kernel/json.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import type { EffectKind } from "./effect.ts";
import { createImpactTally, type Impact } from "./impact.ts";
import { DEMO_SETTING as SETTING, demoCensus, demoPeople } from "./testing/demo-people.ts";
import { shownOfEach } from "./testing/each-record.ts";
import { shippedPolicy } from "./testing/shipped.ts";
import type { Census, Member } from "./types.ts";

const LABELS = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

let before: CompiledPolicy;
let members: readonly Member[];
let census: Census;

beforeAll(async () => {
  before = await shippedPolicy();
  census = demoCensus();
  members = await demoPeople(before);
});

/** One difference that a person would see: `person purpose element kind patient`. */
type Differences = ReadonlySet<string>;

function told(after: CompiledPolicy, of: Census = census): Impact {
  const tally = createImpactTally({ before, after, setting: SETTING, census: of });
  for (const member of members) tally.add(member);
  return tally.report();
}

/** Both policies label the records for themselves, and every record is decided under both. */
function byDecidingEach(after: CompiledPolicy, resources: readonly JsonObject[]): Differences {
  const records = [before, after].map((policy) =>
    resources.map((one) => recordFactsOf(one, policy.segments)),
  );
  const found = new Set<string>();
  for (const member of members.filter(({ person }) => person.active)) {
    const [old, now] = [shownBy(before, member, records[0] ?? []), shownBy(after, member, records[1] ?? [])];
    for (const key of new Set([...old.keys(), ...now.keys()])) {
      const [was, is] = [old.get(key) ?? 0, now.get(key) ?? 0];
      const [purpose, element, patient] = key.split(" ");
      if (was !== is) found.add([member.person.id, purpose, element, kindFrom(was, is), patient].join(" "));
    }
  }
  return found;
}

function shownBy(
  policy: CompiledPolicy,
  member: Member,
  records: readonly RecordFacts[],
): ReadonlyMap<string, number> {
  const shown = new Map<string, number>();
  for (const { purpose, element, patient, place, code } of shownOfEach(policy, member, SETTING, records))
    shown.set([purpose, element, patient, place].join(" "), code);
  return shown;
}

function kindFrom(was: number, is: number): EffectKind {
  if (was === 0) return "gained";
  if (is === 0) return "lost";
  if (atMost(was, is)) return "wider";
  return atMost(is, was) ? "narrower" : "other";
}

const MORE = ["gained", "wider", "other"];
const LESS = ["lost", "narrower", "other"];

/** The differences counted as an impact tells them: its rows, its people, and what all comes to. */
function counted(differences: Differences): Pick<Impact, "effects" | "byEffect"> & { people: unknown } {
  const all = [...differences].map((line) => line.split(" ") as [string, string, string, EffectKind, string]);
  const rowKeys = new Set(all.map(([, purpose, element, kind]) => [purpose, element, kind].join(" ")));
  const effects = [...rowKeys].toSorted().map((key) => {
    const some = all.filter(([, purpose, element, kind]) => [purpose, element, kind].join(" ") === key);
    const [purpose = "", element = ""] = key.split(" ");
    return { purpose, element, kind: key.split(" ")[2] as EffectKind, ...affected(some) };
  });
  const of = (kinds: readonly string[], person?: string) =>
    all.filter(([who, , , kind]) => kinds.includes(kind) && (person ?? who) === who);
  const people = distinct(all.map(([who]) => who)).map((person) => ({
    person,
    gained: { elements: elementsOf(of(MORE, person)), patients: patientsOf(of(MORE, person)) },
    lost: { elements: elementsOf(of(LESS, person)), patients: patientsOf(of(LESS, person)) },
  }));
  return { effects, byEffect: { gained: affected(of(MORE)), lost: affected(of(LESS)) }, people };
}

type Line = readonly [person: string, purpose: string, element: string, kind: EffectKind, patient: string];

const elementsOf = (lines: readonly Line[]) => distinct(lines.map(([, , element]) => element));
const patientsOf = (lines: readonly Line[]) => distinct(lines.map((line) => line[4]));

function affected(lines: readonly Line[]) {
  const [people, pairs] = [lines.map(([who]) => who), lines.map((line) => `${line[0]} ${line[4]}`)];
  return {
    people: distinct(people).length,
    patients: patientsOf(lines).length,
    pairs: distinct(pairs).length,
  };
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].toSorted();
}

function asTold({ effects, byEffect, people }: Impact): ReturnType<typeof counted> {
  return { effects, byEffect, people: people.map(({ person, gained, lost }) => ({ person, gained, lost })) };
}

/** Nothing that was found is beyond what is told. */
function expectWithin(found: Differences, impact: Impact): void {
  for (const line of found) {
    const [who = "", purpose, element = "", kind = "", patient = ""] = line.split(" ");
    expect(
      impact.effects.some(
        (one) => [one.purpose, one.element, one.kind].join(" ") === [purpose, element, kind].join(" "),
      ),
    ).toBe(true);
    const person = impact.people.find((one) => one.person === who);
    const side = MORE.includes(kind) ? person?.gained : person?.lost;
    expect(side?.elements).toContain(element);
    expect(side?.patients).toContain(patient);
  }
}

function tasks(): readonly JsonObject[] {
  return sharedHospital().resources.filter(({ resourceType }) => resourceType === "Task");
}

/** For every patient a task about nothing, and one about each visit that the hospital knows. */
function aTaskForEveryone(): readonly JsonObject[] {
  const ofPatient = [...census.ids].map((id) => taskFor({ reference: `Patient/${id}` }, `of-${id}`));
  const visits = sharedHospital().resources.filter(({ resourceType }) => resourceType === "Encounter");
  const ofVisit = visits.map(({ id, subject }) => ({
    ...taskFor(subject as JsonObject, `at-${text(id)}`),
    focus: { reference: `Encounter/${text(id)}` },
  }));
  return [...ofPatient, ...ofVisit];
}

function taskFor(patient: JsonObject, id: string): JsonObject {
  return { resourceType: "Task", id, for: patient };
}

/** The hospital's records that either policy labels: a segment says nothing of the others. */
function labeledIn(after: CompiledPolicy): readonly JsonObject[] {
  return sharedHospital().resources.filter((one) =>
    [before, after].some(({ segments }) => recordFactsOf(one, segments).segments !== 0),
  );
}

/** How the types that name no patient by one reference at their top name one. */
const OTHER_LINKS: Readonly<Record<string, (patient: JsonObject) => JsonObject>> = {
  Account: (patient) => ({ subject: [patient] }),
  Appointment: (patient) => ({ participant: [{ actor: patient }] }),
  AuditEvent: (patient) => ({ entity: [{ what: patient }] }),
  Contract: (patient) => ({ subject: [patient] }),
  Group: (patient) => ({ member: [{ entity: patient }] }),
  Provenance: (patient) => ({ target: [patient] }),
  Schedule: (patient) => ({ actor: [patient] }),
};

/** Of every type that can be about a patient, for each of these patients: one without a label, and one with each. */
function everyRecord(patients: Iterable<string>, labels: readonly string[]): readonly JsonObject[] {
  const securities = [[], ...labels.map((code) => [{ system: LABELS, code }])];
  return [...patients].flatMap((patient) =>
    patientTypes().flatMap((resourceType) =>
      securities.map((security, n) => ({
        resourceType,
        id: resourceType === "Patient" ? patient : `${patient}-${n}`,
        meta: { security },
        ...linkTo(patient, resourceType),
      })),
    ),
  );
}

function linkTo(patient: string, type: string): JsonObject {
  const reference = { reference: `Patient/${patient}` };
  const [member] = patientLinkMembers(type);
  return member === undefined ? (OTHER_LINKS[type]?.(reference) ?? {}) : { [member]: reference };
}

describe("whom a change of a task's cell affects", () => {
  it("F172 the biller's loss of tasks, which name their patient by `for`, holds everyone found over the hospital's tasks", async () => {
    const after = await shippedPolicy({ path: "roles/biller.yaml", find: "K, task.header, ", put: "K, " });
    const [impact, found] = [told(after), byDecidingEach(after, tasks())];
    expect(found.size).toBeGreaterThan(5);
    expectWithin(found, impact);
    expect(asTold(impact)).toEqual(counted(byDecidingEach(after, aTaskForEveryone())));
    expect(impact.byEffect).toMatchObject({ gained: { people: 0 }, lost: { people: 1 } });
  });

  it("F172 the coder's gain of a task's words is of the patients whose visits are in the queue", async () => {
    const after = await shippedPolicy({
      path: "roles/coder.yaml",
      find: "task.header, task.focus]",
      put: "task.*]",
    });
    const [impact, found] = [told(after), byDecidingEach(after, tasks())];
    expect(found.size).toBeGreaterThan(5);
    expectWithin(found, impact);
    expect(asTold(impact)).toEqual(counted(byDecidingEach(after, aTaskForEveryone())));
    expect(impact.people.map(({ person, gained }) => [person, gained.elements])).toEqual([
      ["cory.coder", ["task.content"]],
    ]);
  });
});

describe("whom a change inside a segment affects", () => {
  const CHANGES = [
    {
      what: "a segment more for nursing",
      change: { path: "roles/nurse.yaml", find: "segments: [bh]", put: "segments: [bh, sud]" },
      labels: ["SUD"],
    },
    {
      what: "a segment less on claims",
      change: { path: "roles/biller.yaml", find: "[bh, sud, hiv]", put: "[sud, hiv]" },
      labels: ["BH"],
    },
  ];

  it.each(CHANGES)(
    "F172 $what: nobody is found who is not told, and where the records are there they are the same",
    async ({ change, labels }) => {
      const after = await shippedPolicy(change);
      const [impact, found] = [told(after), byDecidingEach(after, labeledIn(after))];
      expect(found.size).toBeGreaterThan(5);
      expectWithin(found, impact);
      const few = { ...census, ids: new Set([...census.ids].slice(0, 30)) };
      expect(asTold(told(after, few))).toEqual(counted(byDecidingEach(after, everyRecord(few.ids, labels))));
    },
    120_000,
  );

  it("F172 for the records it labels otherwise nobody is counted, and it is told that it opens", async () => {
    const after = await shippedPolicy({ path: "segments/bh.yaml", find: "- F3 #", put: "- F99 #" });
    const [impact, found] = [told(after), byDecidingEach(after, labeledIn(after))];
    const gained = [...found].filter((line) => line.split(" ")[3] === "gained");
    expect(gained.length).toBeGreaterThan(5);
    expect(impact.effects).toEqual([]);
    expect(impact.others).toMatchObject([{ kind: "segment", id: "bh", bearing: "opens" }]);
  }, 120_000);
});
