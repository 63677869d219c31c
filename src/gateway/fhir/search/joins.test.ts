import { beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../../../kernel/json.ts";
import type { FhirGatewayDeps } from "../deps.ts";
import { createFhirAnswerer } from "../gateway.ts";
import { idsIn, questionAs, reasonIn, totalIn } from "../testing/ask.ts";
import type { Answerer } from "../testing/ask.ts";
import { condition, laboratory, patient, practitioner, record } from "../testing/charts.ts";
import { memoryUpstream } from "../testing/memory-upstream.ts";
import type { MemoryUpstream } from "../testing/memory-upstream.ts";
import { depsOf, practice } from "../testing/practice.ts";
import type { Practice } from "../testing/practice.ts";

function encounter(id: string, patientId: string, code: string, more: object = {}): JsonObject {
  return record({
    resourceType: "Encounter",
    id,
    status: "finished",
    class: { code },
    subject: { reference: `Patient/${patientId}` },
    ...more,
  });
}

const at = (id: string): object => ({ encounter: { reference: `Encounter/${id}` } });
const by = (id: string): object => ({ performer: [{ reference: `Practitioner/${id}` }] });

/** p1 to p3 are nina's with everything, p4 by name alone, p6 nobody's; e3 is p3's and psychiatric. */
const RECORDS: readonly JsonObject[] = [
  patient("p1", { name: [{ family: "Smith" }] }),
  patient("p2", { name: [{ family: "Jones" }] }),
  patient("p3", { name: [{ family: "Smith" }], birthDate: "1955-01-01" }),
  patient("p4", { name: [{ family: "Smith" }] }),
  patient("p6", { name: [{ family: "Smith" }] }),
  encounter("e1", "p1", "AMB"),
  encounter("e2", "p2", "IMP"),
  encounter("e6", "p6", "IMP"),
  laboratory("o1", "p1", 90, { ...at("e1"), ...by("d1") }),
  laboratory("o2", "p2", 140, { ...at("e2"), ...by("d2") }),
  laboratory("o3", "p3", 150, { ...at("e6") }),
  laboratory("o6", "p6", 150, { ...at("e6"), ...by("d1") }),
  condition("c1", "p1", "44054006", at("e1")),
  condition("c2", "p2", "38341003", at("e2")),
  condition("b3", "p3", "35489007"),
  practitioner("d1"),
  practitioner("d2"),
];

describe("chains", () => {
  let state: Practice;
  let upstream: MemoryUpstream;
  let ask: Answerer;

  function over(records: readonly JsonObject[], more: Partial<FhirGatewayDeps> = {}): void {
    state = practice();
    upstream = memoryUpstream(records, state.policy.catalogue);
    ask = createFhirAnswerer(depsOf(state, upstream, more));
  }

  beforeEach(() => over(RECORDS));

  const idsFor = async (person: string, target: string): Promise<readonly string[]> => {
    const reply = await ask(questionAs(person, target));
    expect([reply.status, reasonIn(reply)]).toEqual([200, undefined]);
    return idsIn(reply);
  };

  it.each([
    ["by type", "/Observation?subject:Patient.name=smith", ["o1", "o3"]],
    ["without a type, where one is left to the caller", "/Observation?subject.name=smith", ["o1", "o3"]],
    ["over the patient", "/Condition?patient.name=jones", ["c2"]],
    ["through another reference", "/Observation?encounter.class=IMP", ["o2"]],
    ["to a directory record", "/Observation?performer:Practitioner.name=docd1", ["o1"]],
    ["over two levels", "/Observation?encounter.patient.name=smith", ["o1"]],
    ["with a modifier at its end", "/Observation?encounter.class:not=IMP", ["o1"]],
    ["together with another conjunct", "/Observation?patient.name=smith&value-quantity=gt100", ["o3"]],
    ["twice", "/Observation?patient.name=smith&patient.birthdate=1955", ["o3"]],
    ["of a patient named by id", "/Observation?patient=p1,p2&subject:Patient.name=smith", ["o1"]],
  ])("GW-100 F159 follows a chain %s", async (_, target, ids) => {
    expect(await idsFor("nina", target)).toEqual(ids);
  });

  it("GW-100 F159 counts, sorts and pages what a chain holds on", async () => {
    const reply = await ask(questionAs("nina", "/Observation?patient.name=smith&_sort=-_id&_count=1"));
    expect([idsIn(reply), totalIn(reply)]).toEqual([["o3"], 2]);
  });

  it("GW-101 F159 a chain through a record out of reach holds on nothing", async () => {
    expect(await idsFor("nina", "/Observation?encounter.status=finished")).toEqual(["o1", "o2"]);
  });

  it("GW-101 F159 a chain ends at the element as the target shows it", async () => {
    over([
      patient("p2", { birthDate: "1980-05-17" }),
      patient("p3", { birthDate: "1981-05-17" }),
      condition("c2", "p2", "44054006"),
      condition("c3", "p3", "44054006"),
    ]);
    expect(await idsFor("bea", "/Condition?patient.birthdate=1980")).toEqual(["c2"]);
    expect(await idsFor("bea", "/Condition?patient.birthdate=1980-05")).toEqual([]);
  });

  it("GW-101 F159 a chain does not follow a reference that the record does not show", async () => {
    over([patient("p4"), encounter("e4", "p4", "AMB"), laboratory("o4", "p4", 1, at("e4"))]);
    expect(await idsFor("nina", "/Observation?encounter.status=finished")).toEqual([]);
  });

  it.each([
    ["reads what is not given", "subject:Patient.address=Main", "parameter_not_permitted"],
    ["leads to a type of which nothing is given", "device.manufacturer=x", "type_not_permitted"],
    ["leads to a type of that name", "subject:Location.name=x", "type_not_permitted"],
    ["leads to no type of FHIR", "subject:Person1.name=x", "type_unknown"],
    ["leads elsewhere than the reference does", "encounter:Patient.name=x", "parameter_invalid"],
    ["goes through no reference", "code.name=x", "parameter_invalid"],
    ["goes through an unknown parameter", "shoe.name=x", "parameter_unknown"],
    ["ends in an unknown parameter", "patient.shoe=x", "parameter_unknown"],
    ["ends in a value that cannot be read", "patient.birthdate=soon", "parameter_invalid"],
    ["is too wide", Array.from({ length: 13 }, () => "patient.name=x").join("&"), "bad_request"],
  ])("GW-102 F159 refuses a chain that %s, before the upstream is asked", async (_, query, reason) => {
    const reply = await ask(questionAs("nina", `/Observation?${query}`));
    expect([reply.status >= 400, reasonIn(reply), upstream.asked]).toEqual([true, reason, []]);
  });

  it("GW-102 F159 refuses to sort by a chain", async () => {
    const reply = await ask(questionAs("nina", "/Observation?_sort=patient.name"));
    expect(reasonIn(reply)).toBe("parameter_unknown");
  });

  it.each([
    ["of the type that refers", "/Patient?_has:Observation:patient:value-quantity=gt100", ["p2", "p3"]],
    ["nested", "/Patient?_has:Encounter:patient:_has:Observation:encounter:value-quantity=gt100", ["p2"]],
    ["that ends in a chain", "/Patient?_has:Observation:patient:encounter.class=AMB", ["p1"]],
    ["at the end of a chain", "/Observation?encounter._has:Condition:encounter:code=44054006", ["o1"]],
    ["over a directory record", "/Practitioner?_has:Observation:performer:value-quantity=gt100", ["d2"]],
    ["with a modifier", "/Patient?_has:Condition:patient:code:not=44054006", ["p2", "p3"]],
  ])("GW-103 F159 answers _has %s", async (_, target, ids) => {
    expect(await idsFor("nina", target)).toEqual(ids);
  });

  it("GW-103 F159 a record that is hidden is nobody's witness", async () => {
    // d1 performed o1 of p1, who is nina's, and o6 of p6, who is not.
    expect(await idsFor("nina", "/Practitioner?_has:Observation:performer:value-quantity=150")).toEqual([]);
    // b3 is psychiatric: nina's grant names the segment, bea's grant for conditions does not.
    expect(await idsFor("nina", "/Patient?_has:Condition:patient:code=35489007")).toEqual(["p3"]);
    expect(await idsFor("bea", "/Patient?_has:Condition:patient:code=35489007")).toEqual([]);
  });

  it.each([
    ["names no parameter", "_has:Observation:patient=1", "parameter_invalid"],
    ["names a type of which nothing is given", "_has:Claim:patient:use=claim", "type_not_permitted"],
    ["names a reference that is none", "_has:Observation:code:code=1", "parameter_invalid"],
    ["reads what is not given", "_has:DocumentReference:patient:author=x", "parameter_not_permitted"],
    ["refers elsewhere", "_has:Observation:encounter:code=1", "parameter_invalid"],
    ["is of no known form", "_has=1", "result_parameter_not_supported"],
  ])("GW-104 F159 refuses a _has that %s, before the upstream is asked", async (_, query, reason) => {
    const reply = await ask(questionAs("nina", `/Patient?${query}`));
    expect([reply.status >= 400, reasonIn(reply), upstream.asked]).toEqual([true, reason, []]);
  });

  /** What was asked beside the look-ups of what lends labels, which go by ids alone. */
  const searches = (): readonly string[] =>
    upstream.asked.filter((asked) => asked.startsWith("Patient") || !/^\w+\?_id=[^&]*$/.test(asked));

  it("GW-108 F159 reads every candidate once for each join, however many references it follows", async () => {
    const derived = (id: string, from: string): JsonObject =>
      laboratory(id, "p1", 1, { derivedFrom: [{ reference: `Observation/${from}` }] });
    const chain = ["o2", "o3", "o4", "o5"].map((id, at) => derived(id, `o${at + 1}`));
    over([patient("p1"), patient("p2"), laboratory("o1", "p1", 1), ...chain], { limits: { batch: 1 } });
    const target = "/Patient?_has:Observation:subject:_has:Observation:derived-from:code:not=none";
    expect(await idsFor("nina", target)).toEqual(["p1"]);
    const scans = upstream.asked.filter((asked) => asked === "Observation?patient=p1");
    expect(scans).toHaveLength(2);
  });

  it("GW-105 F159 asks for what a chain leads to by ids, and for nobody out of reach", async () => {
    await idsFor("nina", "/Observation?encounter.class=IMP");
    expect(searches()).toEqual([
      "Observation?patient=p1,p2,p3,p4",
      "Encounter?patient=p1,p2,p3,p4&_id=e1,e2,e6",
    ]);
  });

  it("GW-105 F159 sends upstream what a _has asks for, where every record shows it", async () => {
    await idsFor("nina", "/Patient?_id=p1,p2&_has:Condition:patient:code=44054006");
    expect(searches()).toEqual(["Patient?_id=p1,p2", "Condition?patient=p1,p2&code=44054006"]);
  });

  it("GW-105 F159 finds the patients of a chain first, and reads no other chart", async () => {
    await idsFor("nina", "/Observation?patient.name=jones");
    expect(searches()).toEqual(["Patient?_id=p1,p2,p3,p4", "Observation?patient=p2"]);
  });

  it("GW-105 F159 asks by the reference alone where more patients are in reach than one question takes", async () => {
    over(RECORDS, { limits: { batch: 3 } });
    await idsFor("nina", "/Observation?patient=p1&encounter.class=AMB");
    expect(searches()).toEqual(["Observation?patient=p1"]);
    expect(upstream.asked).toContain("Encounter?_id=e1");
  });

  it("GW-106 F159 refuses a _has whose scan goes beyond the budget, by relation facts alone", async () => {
    over(RECORDS, { limits: { patients: 3 } });
    const query = "/Encounter?patient=p1&_has:Observation:encounter:code=2339-0";
    expect(reasonIn(await ask(questionAs("nina", query)))).toBe("scan_budget_exceeded");
    expect(upstream.asked).toEqual([]);
  });

  it("GW-107 F159 records the elements of other records that a chain told about", async () => {
    await ask(questionAs("nina", "/Observation?patient.name=jones&_summary=count"));
    await ask(questionAs("nina", "/Patient?_has:Condition:patient:code=44054006&_summary=count"));
    expect(state.entries.map(({ release }) => (release as { released: unknown }).released)).toEqual([
      ["patient.name"],
      ["condition.code"],
    ]);
  });
});
