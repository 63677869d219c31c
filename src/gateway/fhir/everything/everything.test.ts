import { beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../../../kernel/json.ts";
import { createFhirAnswerer } from "../gateway.ts";
import type { HttpReply } from "../question.ts";
import { entriesIn, jsonOf, linkIn, questionAs, reasonIn, totalIn } from "../testing/ask.ts";
import type { Answerer } from "../testing/ask.ts";
import { CANARY, claim, laboratory, practiceRecords, record } from "../testing/charts.ts";
import { bytesOf } from "../testing/comparison.ts";
import { memoryUpstream } from "../testing/memory-upstream.ts";
import type { MemoryUpstream } from "../testing/memory-upstream.ts";
import { depsOf, practice } from "../testing/practice.ts";
import type { Practice } from "../testing/practice.ts";

const MORE: readonly JsonObject[] = [
  record({
    resourceType: "Encounter",
    id: "e1",
    status: "finished",
    class: { code: "AMB" },
    subject: { reference: "Patient/p1" },
  }),
  laboratory("o-e1", "p1", 7, {
    encounter: { reference: "Encounter/e1" },
    performer: [{ reference: "Practitioner/d1" }],
  }),
  claim("claim-x", "p1", "44054006"),
];

describe("$everything", () => {
  let state: Practice;
  let upstream: MemoryUpstream;
  let ask: Answerer;

  beforeEach(() => {
    state = practice();
    upstream = memoryUpstream([...practiceRecords(), ...MORE], state.policy.catalogue);
    ask = createFhirAnswerer(depsOf(state, upstream));
  });

  const refsIn = (reply: HttpReply): readonly string[] =>
    entriesIn(jsonOf(reply)).map(({ resourceType, id }) => `${resourceType as string}/${id as string}`);

  it("GW-135 F159 gives the chart as far as it is visible, the patient first, and whom it names", async () => {
    const reply = await ask(questionAs("nina", "/Patient/p1/$everything"));
    expect([totalIn(reply), refsIn(reply)]).toEqual([
      8,
      [
        "Patient/p1",
        "Condition/bh-p1",
        "Condition/cond-p1",
        "DocumentReference/note-p1",
        "Encounter/e1",
        "Observation/lab-p1-a",
        "Observation/lab-p1-b",
        "Observation/o-e1",
        "Practitioner/d1",
      ],
    ]);
    expect(bytesOf(reply)).not.toContain(CANARY);
  });

  it("GW-135 F159 gives what belongs to a visit, and whose it is", async () => {
    const reply = await ask(questionAs("nina", "/Encounter/e1/$everything"));
    expect(refsIn(reply)).toEqual(["Encounter/e1", "Observation/o-e1", "Patient/p1", "Practitioner/d1"]);
  });

  it("GW-135 F159 gives the types that are asked for", async () => {
    const reply = await ask(questionAs("nina", "/Patient/p1/$everything?_type=Observation,Encounter"));
    expect(refsIn(reply)).toEqual([
      "Encounter/e1",
      "Observation/lab-p1-a",
      "Observation/lab-p1-b",
      "Observation/o-e1",
    ]);
  });

  it("GW-135 F159 comes in pages of matches, with what each page names", async () => {
    const pages: (readonly string[])[] = [];
    for (let next: string | undefined = "/Patient/p1/$everything?_count=5"; next !== undefined;) {
      const reply: HttpReply = await ask(questionAs("nina", next));
      pages.push(refsIn(reply));
      next = linkIn(reply, "next");
    }
    expect(pages.map((page) => page.length)).toEqual([5, 4]);
    expect(pages[1]?.at(-1)).toBe("Practitioner/d1");
  });

  it("GW-136 F159 a hidden patient and an absent one are the same 404", async () => {
    const replies = await Promise.all(
      ["p6", "nobody"].map((id) => ask(questionAs("nina", `/Patient/${id}/$everything`))),
    );
    const [hidden, absent] = replies.map((reply) => [reply.status, String(reply.body)]);
    expect(hidden).toEqual(absent);
    expect(hidden?.[0]).toBe(404);
  });

  it("GW-136 F159 records the whole release", async () => {
    await ask(questionAs("nina", "/Patient/p1/$everything?_type=Observation,Practitioner"));
    expect(state.entries[0]).toMatchObject({
      asked: { interaction: "fhir.operation", resourceType: "Patient" },
      release: { patients: ["p1"], records: expect.arrayContaining(["Practitioner/d1"]) as string[] },
    });
  });

  it.each([
    ["of all patients", "/Patient/$everything", "interaction_not_supported"],
    ["of another type", "/Practitioner/d1/$everything", "interaction_not_supported"],
    ["by the time of change", "/Patient/p1/$everything?_since=2026-01-01", "parameter_not_permitted"],
    ["by the time of care", "/Patient/p1/$everything?start=2026-01-01", "parameter_unknown"],
    ["with a filter", "/Patient/p1/$everything?code=1", "parameter_unknown"],
    ["with a sort", "/Patient/p1/$everything?_sort=_id", "parameter_unknown"],
    ["of a type of which nothing is given", "/Patient/p1/$everything?_type=Claim", "type_not_permitted"],
    ["by another name", "/Patient/p1/$match", "interaction_not_supported"],
  ])("GW-137 F159 is refused %s, before the upstream is asked", async (_, target, reason) => {
    const reply = await ask(questionAs("nina", target));
    expect([reply.status >= 400, reasonIn(reply), upstream.asked]).toEqual([true, reason, []]);
  });

  it("GW-137 F159 is asked by POST too, with a Parameters resource or without", async () => {
    const body = JSON.stringify({
      resourceType: "Parameters",
      parameter: [
        { name: "_type", valueCode: "Encounter,Observation" },
        { name: "_count", valueInteger: 2 },
      ],
    });
    const bare = await ask(questionAs("nina", "/Patient/p2/$everything", { method: "POST" }));
    const posted = await ask(questionAs("nina", "/Patient/p1/$everything", { method: "POST", body }));
    const next = await ask(questionAs("nina", linkIn(posted, "next") ?? ""));
    expect([refsIn(bare)[0], refsIn(posted), refsIn(next)]).toEqual([
      "Patient/p2",
      ["Encounter/e1", "Observation/lab-p1-a"],
      ["Observation/lab-p1-b", "Observation/o-e1"],
    ]);
  });

  it.each([
    ["no json", "{"],
    ["another resource", JSON.stringify({ resourceType: "Patient" })],
    [
      "a value that is not simple",
      JSON.stringify({ resourceType: "Parameters", parameter: [{ name: "_type", resource: {} }] }),
    ],
  ])("GW-137 F159 refuses a POST of %s", async (_, body) => {
    const reply = await ask(questionAs("nina", "/Patient/p1/$everything", { method: "POST", body }));
    expect([reply.status, reasonIn(reply), upstream.asked]).toEqual([400, "bad_request", []]);
  });
});
