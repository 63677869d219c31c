import { beforeEach, describe, expect, it } from "vitest";
import { createFhirAnswerer } from "../gateway.ts";
import { entriesIn, jsonOf, linkIn, questionAs, reasonIn, totalIn } from "../testing/ask.ts";
import type { Answerer } from "../testing/ask.ts";
import { practiceRecords } from "../testing/charts.ts";
import { memoryUpstream } from "../testing/memory-upstream.ts";
import type { MemoryUpstream } from "../testing/memory-upstream.ts";
import { depsOf, practice } from "../testing/practice.ts";
import type { HttpReply } from "../question.ts";

describe("a search of the whole system", () => {
  let upstream: MemoryUpstream;
  let ask: Answerer;

  beforeEach(() => {
    const state = practice();
    upstream = memoryUpstream(practiceRecords(), state.policy.catalogue);
    ask = createFhirAnswerer(depsOf(state, upstream));
  });

  const refsIn = (reply: HttpReply): readonly string[] =>
    entriesIn(jsonOf(reply)).map(({ resourceType, id }) => `${resourceType as string}/${id as string}`);

  it("GW-133 F159 searches the types it names, in their order, by parameters of all of them", async () => {
    const reply = await ask(questionAs("nina", "?_type=Condition,Observation&patient=p1"));
    expect([totalIn(reply), refsIn(reply)]).toEqual([
      4,
      ["Condition/bh-p1", "Condition/cond-p1", "Observation/lab-p1-a", "Observation/lab-p1-b"],
    ]);
  });

  it("GW-133 F159 is asked by POST too", async () => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const body = "_type=Patient&family=Famp1";
    const reply = await ask(questionAs("nina", "/_search", { method: "POST", headers, body }));
    expect(refsIn(reply)).toEqual(["Patient/p1"]);
  });

  it("GW-133 F159 sorts and pages across types", async () => {
    const query =
      "?_type=Patient,Observation&_sort=-_id&_count=5&_id=p1,p2,lab-p1-a,lab-p2-a,lab-p1-b,lab-p6-a";
    const first = await ask(questionAs("nina", query));
    expect([totalIn(first), refsIn(first)]).toEqual([
      5,
      ["Patient/p2", "Patient/p1", "Observation/lab-p2-a", "Observation/lab-p1-b", "Observation/lab-p1-a"],
    ]);
    const shorter = await ask(questionAs("nina", query.replace("_count=5", "_count=4")));
    const next = linkIn(shorter, "next") ?? "";
    expect(next).toMatch(/^\?_page=/);
    expect(refsIn(await ask(questionAs("nina", next)))).toEqual(["Observation/lab-p1-a"]);
  });

  it.each([
    ["names no type", "?patient=p1", "bad_request"],
    ["names an empty type", "?_type=Patient,&_id=p1", "parameter_invalid"],
    ["names types twice", "?_type=Patient&_type=Observation", "parameter_invalid"],
    ["names a type that is none", "?_type=Person1", "type_unknown"],
    ["names a type of which nothing is given", "?_type=Patient,Claim", "type_not_permitted"],
    ["has a parameter that one type lacks", "?_type=Patient,Observation&birthdate=1980", "parameter_unknown"],
  ])("GW-134 F159 is refused when it %s", async (_, target, reason) => {
    const reply = await ask(questionAs("nina", target));
    expect([reply.status >= 400, reasonIn(reply), upstream.asked]).toEqual([true, reason, []]);
  });

  it("GW-134 F159 `_type` is no parameter of a search of one type", async () => {
    const reply = await ask(questionAs("nina", "/Patient?_type=Patient"));
    expect(reasonIn(reply)).toBe("result_parameter_not_supported");
  });
});
