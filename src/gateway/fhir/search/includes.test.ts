import { beforeEach, describe, expect, it } from "vitest";
import { isJsonObject } from "../../../kernel/json.ts";
import type { JsonObject, JsonValue } from "../../../kernel/json.ts";
import type { FhirGatewayDeps } from "../deps.ts";
import { createFhirAnswerer } from "../gateway.ts";
import type { HttpReply } from "../question.ts";
import { entriesIn, jsonOf, linkIn, questionAs, reasonIn, totalIn } from "../testing/ask.ts";
import type { Answerer } from "../testing/ask.ts";
import { CANARY, condition, laboratory, patient, practitioner, record } from "../testing/charts.ts";
import { bytesOf } from "../testing/comparison.ts";
import { memoryUpstream } from "../testing/memory-upstream.ts";
import type { MemoryUpstream } from "../testing/memory-upstream.ts";
import { depsOf, practice } from "../testing/practice.ts";
import type { Practice } from "../testing/practice.ts";

function encounter(id: string, patientId: string): JsonObject {
  const subject = { reference: `Patient/${patientId}`, display: CANARY };
  return record({ resourceType: "Encounter", id, status: "finished", class: { code: "AMB" }, subject });
}

const at = (id: string): object => ({ encounter: { reference: `Encounter/${id}` } });
const by = (...ids: readonly string[]): object => ({
  performer: ids.map((id) => ({ reference: `Practitioner/${id}` })),
});

const RECORDS: readonly JsonObject[] = [
  ...["p1", "p2", "p4", "p6"].map((id) => patient(id)),
  encounter("e1b", "p1"),
  encounter("e6", "p6"),
  laboratory("o1", "p1", 1, { ...at("e1b"), ...by("d1", "d2") }),
  laboratory("o2", "p2", 2, { ...at("e6"), ...by("d1", "gone") }),
  laboratory("o3", "p2", 3, { derivedFrom: [{ reference: "Observation/o2" }] }),
  laboratory("o5", "p2", 3, { derivedFrom: [{ reference: "Observation/o3" }] }),
  condition("c1", "p1", "44054006", at("e1b")),
  condition("c6", "p6", "44054006", at("e1b")),
  practitioner("d1"),
  practitioner("d2"),
];

/** `match Type/id` or `include Type/id` of each entry, in order. */
function modesIn(reply: HttpReply): readonly string[] {
  const entries = (jsonOf(reply)["entry"] ?? []) as readonly JsonValue[];
  return entries.filter(isJsonObject).map(({ search, resource }) => {
    const [mode, shown] = [search as JsonObject, resource as JsonObject];
    return `${mode["mode"] as string} ${shown["resourceType"] as string}/${shown["id"] as string}`;
  });
}

describe("includes", () => {
  let state: Practice;
  let upstream: MemoryUpstream;
  let ask: Answerer;

  function over(records: readonly JsonObject[], more: Partial<FhirGatewayDeps> = {}): void {
    state = practice();
    upstream = memoryUpstream(records, state.policy.catalogue);
    ask = createFhirAnswerer(depsOf(state, upstream, more));
  }

  beforeEach(() => over(RECORDS));

  const modesFor = async (person: string, target: string): Promise<readonly string[]> => {
    const reply = await ask(questionAs(person, target));
    expect([reply.status, reasonIn(reply)]).toEqual([200, undefined]);
    return modesIn(reply);
  };

  it.each([
    [
      "what a match refers to",
      "/Observation?_id=o1&_include=Observation:performer",
      ["match Observation/o1", "include Practitioner/d1", "include Practitioner/d2"],
    ],
    [
      "only the type that is named",
      "/Observation?_id=o1&_include=Observation:subject:Patient",
      ["match Observation/o1", "include Patient/p1"],
    ],
    [
      "what refers to a match",
      "/Encounter?_id=e1b&_revinclude=Condition:encounter&_revinclude=Observation:encounter",
      ["match Encounter/e1b", "include Condition/c1", "include Observation/o1"],
    ],
    [
      "what refers to a patient",
      "/Patient?_id=p1&_revinclude=Condition:patient",
      ["match Patient/p1", "include Condition/c1"],
    ],
    [
      "from what was included when it iterates",
      "/Observation?_id=o5&_include:iterate=Observation:derived-from",
      ["match Observation/o5", "include Observation/o2", "include Observation/o3"],
    ],
    [
      "one step when it does not iterate",
      "/Observation?_id=o5&_include=Observation:derived-from",
      ["match Observation/o5", "include Observation/o3"],
    ],
    [
      "in reverse from what was included",
      "/Observation?_id=o1&_include=Observation:encounter&_revinclude:iterate=Condition:encounter",
      ["match Observation/o1", "include Condition/c1", "include Encounter/e1b"],
    ],
  ])("GW-110 F159 includes %s", async (_, target, modes) => {
    expect(await modesFor("nina", target)).toEqual(modes);
  });

  it("GW-111 F159 a hidden target is not there, as an absent one is not", async () => {
    const modes = await modesFor(
      "nina",
      "/Observation?_id=o2&_include=Observation:performer&_include=Observation:encounter",
    );
    expect(modes).toEqual(["match Observation/o2", "include Practitioner/d1"]);
  });

  it("GW-111 F159 shows an included record as a read would show it", async () => {
    const reply = await ask(questionAs("nina", "/Observation?patient=p1&_include=Observation:performer"));
    const read = await ask(questionAs("nina", "/Practitioner/d1"));
    expect(entriesIn(jsonOf(reply))[1]).toEqual(jsonOf(read));
    expect(bytesOf(reply)).not.toContain(CANARY);
  });

  it("GW-111 F159 does not follow a reference that the match does not show", async () => {
    // p4's encounters are hidden from nina, and of observations she sees vital signs alone.
    over([patient("p4"), laboratory("o4", "p4", 1, by("d1")), practitioner("d1")]);
    expect(await modesFor("nina", "/Observation?_include=Observation:performer")).toEqual([]);
  });

  it("GW-112 F159 total and pages count matches, and a page includes what its own matches refer to", async () => {
    const first = await ask(
      questionAs("nina", "/Observation?_count=1&_include=Observation:patient&_include=Observation:performer"),
    );
    const second = await ask(questionAs("nina", linkIn(first, "next") ?? ""));
    expect([totalIn(first), modesIn(first), modesIn(second)]).toEqual([
      4,
      ["match Observation/o1", "include Patient/p1", "include Practitioner/d1", "include Practitioner/d2"],
      ["match Observation/o2", "include Patient/p2", "include Practitioner/d1"],
    ]);
  });

  it("GW-112 F159 a match that is also referred to stands there once, as a match", async () => {
    const modes = await modesFor("nina", "/Observation?_id=o2,o3&_include=Observation:derived-from");
    expect(modes).toEqual(["match Observation/o2", "match Observation/o3"]);
  });

  it("GW-112 F159 the number alone includes nothing", async () => {
    expect(await modesFor("nina", "/Observation?_summary=count&_include=Observation:patient")).toEqual([]);
    expect(upstream.asked.filter((asked) => asked.startsWith("Patient"))).toEqual([]);
  });

  it.each([
    ["_elements=status", ["status"], ["name"]],
    ["_elements=status,Practitioner.id", ["status"], []],
    ["_elements=Observation.status,Practitioner.name", ["status"], ["name"]],
    ["_summary=true", ["status", "code", "valueQuantity"], ["name"]],
  ])(
    "GW-113 F159 %s cuts matches and includes each by what is said of them",
    async (query, match, include) => {
      const reply = await ask(
        questionAs("nina", `/Observation?_id=o2&_include=Observation:performer&${query}`),
      );
      const [first, second] = entriesIn(jsonOf(reply)).map((resource) => Object.keys(resource));
      expect(first).toEqual(expect.arrayContaining(match));
      expect(first).not.toContain("note");
      expect(second?.filter((key) => !["resourceType", "id", "meta"].includes(key))).toEqual(include);
    },
  );

  it.each([
    ["everything", "_include=*", "result_parameter_not_supported"],
    ["every reference of a type", "_include=Observation:*", "result_parameter_not_supported"],
    ["a type of which nothing is given", "_revinclude=Claim:patient", "type_not_permitted"],
    ["towards a type of which nothing is given", "_include=Observation:device", "type_not_permitted"],
    [
      "towards a named type of which nothing is given",
      "_include=Observation:subject:Group",
      "type_not_permitted",
    ],
    [
      "through a parameter that is not given",
      "_revinclude=DocumentReference:author",
      "parameter_not_permitted",
    ],
    ["through a parameter that is none", "_include=Observation:shoe", "parameter_unknown"],
    ["through a parameter without references", "_include=Observation:code", "parameter_invalid"],
    ["from a type that is not searched", "_include=Encounter:patient", "parameter_invalid"],
    ["in reverse to a type that is not searched", "_revinclude=Condition:encounter", "parameter_invalid"],
    ["by an old modifier", "_include:recurse=Observation:has-member", "parameter_invalid"],
    ["beside a summary of text", "_summary=text&_include=Observation:patient", "parameter_invalid"],
  ])("GW-114 F159 refuses to include %s, before the upstream is asked", async (_, query, reason) => {
    const reply = await ask(questionAs("nina", `/Observation?${query}`));
    expect([reply.status >= 400, reasonIn(reply), upstream.asked]).toEqual([true, reason, []]);
  });

  it("GW-115 F159 records what was included: patients, records and elements", async () => {
    await ask(
      questionAs("nina", "/Observation?_id=o2&_include=Observation:patient&_include=Observation:performer"),
    );
    expect(state.entries[0]?.release).toMatchObject({
      patients: ["p2"],
      records: ["Observation/o2", "Patient/p2", "Practitioner/d1"],
      released: expect.arrayContaining(["patient.name", "staff.name", "observation.laboratory"]) as string[],
    });
  });

  it("GW-116 F159 asks for includes in batches, never one by one, and takes none from the upstream", async () => {
    const many = Array.from({ length: 120 }, (_, n) =>
      laboratory(`o${String(n).padStart(3, "0")}`, "p1", n, by(`d${n}`)),
    );
    over([patient("p1"), ...many, ...many.map((_, n) => practitioner(`d${n}`))]);
    const modes = await modesFor("nina", "/Observation?patient=p1&_count=120&_include=Observation:performer");
    const asked = upstream.asked.filter((one) => one.startsWith("Practitioner"));
    // 120 of them by fifties, once to look at and at most once more for the labels they lend.
    expect([modes.length, asked.length <= 6, asked.every((one) => one.includes(","))]).toEqual([
      240,
      true,
      true,
    ]);
  });

  it("GW-117 F159 refuses a page that would include too much, by visible records alone", async () => {
    const many = Array.from({ length: 2_001 }, (_, n) => laboratory(`o${n}`, "p1", n));
    over([patient("p1"), ...many]);
    const reply = await ask(questionAs("nina", "/Patient?_id=p1&_revinclude=Observation:patient"));
    expect([reply.status, reasonIn(reply)]).toEqual([400, "bad_request"]);
  });
});
