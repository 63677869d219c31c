import { beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../../../kernel/json.ts";
import type { FhirGatewayDeps } from "../deps.ts";
import { createFhirAnswerer } from "../gateway.ts";
import { entriesIn, idsIn, jsonOf, linkIn, questionAs, reasonIn, totalIn } from "../testing/ask.ts";
import type { Answerer } from "../testing/ask.ts";
import { condition, laboratory, patient, practiceRecords } from "../testing/charts.ts";
import { bytesOf } from "../testing/comparison.ts";
import { memoryUpstream } from "../testing/memory-upstream.ts";
import type { MemoryUpstream } from "../testing/memory-upstream.ts";
import { depsOf, practice } from "../testing/practice.ts";
import type { Practice } from "../testing/practice.ts";

describe("searching through the gateway", () => {
  let state: Practice;
  let upstream: MemoryUpstream;
  let ask: Answerer;

  function over(records: readonly JsonObject[], more: Partial<FhirGatewayDeps> = {}): void {
    state = practice();
    upstream = memoryUpstream(records, state.policy.catalogue);
    ask = createFhirAnswerer(depsOf(state, upstream, more));
  }

  beforeEach(() => over(practiceRecords()));

  const idsFor = async (person: string, target: string): Promise<readonly string[]> => {
    const reply = await ask(questionAs(person, target));
    expect(reply.status).toBe(200);
    return idsIn(reply);
  };

  it.each([
    ["is unknown", "shoe-size=43", "parameter_unknown", "`shoe-size`"],
    ["reads what the caller is not given", "address=Main", "parameter_not_permitted", "`patient.address`"],
    [
      "reads what no element covers",
      "_lastUpdated=2020",
      "parameter_not_permitted",
      "no data element covers",
    ],
    ["cannot be derived", "_text=x", "parameter_not_derivable", "`_text`"],
  ])("GW-30 refuses a parameter that %s before the upstream is asked", async (_, query, reason, named) => {
    const reply = await ask(questionAs("nina", `/Patient?${query}`));
    expect([reply.status, reasonIn(reply)]).toEqual([403, reason]);
    expect(String(reply.body)).toContain(named);
    expect(upstream.asked).toEqual([]);
  });

  it("GW-30 refuses to sort by what the caller is not given", async () => {
    const reply = await ask(questionAs("nina", "/Patient?_sort=address"));
    expect(reasonIn(reply)).toBe("parameter_not_permitted");
  });

  it("GW-30 refuses a filter over what the caller sees masked everywhere", async () => {
    const reply = await ask(questionAs("sue", "/Patient?name=Fam"));
    expect(reasonIn(reply)).toBe("parameter_not_permitted");
  });

  it("GW-30 does not repeat a name that may hold a value", async () => {
    const reply = await ask(questionAs("nina", "/Patient?CANARY%20Smith%201980=1"));
    expect([reasonIn(reply), String(reply.body).includes("CANARY")]).toEqual(["parameter_unknown", false]);
  });

  it.each([
    ["1980", ["p2", "p3", "p5"]],
    ["1980-05", []],
    ["gt1979", ["p2", "p3", "p5"]],
    ["ne1980", []],
  ])(
    "GW-31 a birth date generalized to its year matches birthdate=%s as a partial date",
    async (date, ids) => {
      expect(await idsFor("bea", `/Patient?birthdate=${date}`)).toEqual(ids);
    },
  );

  it("GW-31 a masked value never matches, and is missing", async () => {
    expect(await idsFor("ana", "/Condition?code=44054006")).toEqual(["cond-p1", "cond-p4", "cond-p5"]);
    const refused = await ask(questionAs("ana", "/Condition?clinical-status=active"));
    expect(reasonIn(refused)).toBe("parameter_not_permitted");
  });

  it("GW-31 a filter is false on a record whose element is hidden, though it holds on the upstream's", async () => {
    expect(await idsFor("nina", "/Patient?gender=female")).toEqual(["p1", "p2", "p3"]);
    expect(await idsFor("nina", "/Patient?gender:not=female")).toEqual(["p4"]);
  });

  it.each([
    ["_include=*", "result_parameter_not_supported"],
    ["_contained=true", "result_parameter_not_supported"],
    ["code:in=http://valueset", "parameter_not_derivable"],
    ["code:above=1", "parameter_not_derivable"],
    ["subject:identifier=1", "parameter_not_derivable"],
    ["date:exact=2020", "parameter_invalid"],
    ["code:not:not=1", "parameter_invalid"],
    ["date=yesterday", "parameter_invalid"],
    ["value-quantity=much", "parameter_invalid"],
    ["code=", "parameter_invalid"],
  ])("GW-38 refuses %s with %s", async (query, reason) => {
    const reply = await ask(questionAs("nina", `/Observation?${query}`));
    expect([reply.status >= 400, reasonIn(reply)]).toEqual([true, reason]);
    expect(upstream.asked).toEqual([]);
  });

  it("GW-40 a comma is OR, repetition is AND", async () => {
    const either = await idsFor("nina", "/Patient?family=Famp1,Famp2");
    const both = await idsFor("nina", "/Patient?family=Famp1&given=Ada&_id=p1,p2");
    expect([either, both]).toEqual([["p1", "p2"], ["p1"]]);
  });

  it("GW-40 reads escapes as part of the value", async () => {
    over([patient("p1", { name: [{ family: "Day,Lewis" }] }), patient("p2", { name: [{ family: "Day" }] })]);
    expect(await idsFor("nina", "/Patient?family:exact=Day\\,Lewis")).toEqual(["p1"]);
  });

  it("GW-41 asks upstream for the patients in reach, by batch", async () => {
    over(practiceRecords(), { limits: { batch: 3 } });
    await idsFor("nina", "/Observation");
    expect(upstream.asked).toEqual(["Observation?patient=p1,p2,p3", "Observation?patient=p4"]);
  });

  it.each([
    ["/Observation?patient=p1", ["Observation?patient=p1"]],
    ["/Observation?subject=Patient/p1,Patient/p9", ["Observation?patient=p1"]],
    ["/Observation?patient=http://gateway.test/fhir/Patient/p2", ["Observation?patient=p2"]],
    ["/Observation?patient=p1&subject=Patient/p2", []],
    ["/Observation?patient=p6", []],
    ["/Patient?_id=p2,p6", ["Patient?_id=p2"]],
  ])("GW-41 %s narrows the candidates", async (target, asked) => {
    await idsFor("nina", target);
    expect(upstream.asked).toEqual(asked);
  });

  it("GW-41 asks for directory records when the decision reaches them, and not otherwise", async () => {
    expect(await idsFor("nina", "/Practitioner")).toEqual(["d1"]);
    const refused = await ask(questionAs("bea", "/Practitioner"));
    expect(reasonIn(refused)).toBe("type_not_permitted");
  });

  it.each([
    ["a numeric code over a kept element", "nina", "/Condition?code=44054006", ["code=44054006"]],
    ["a code with letters, whose case servers read differently", "nina", "/Condition?code=E11.9", []],
    ["a negation", "nina", "/Condition?code:not=44054006", []],
    ["absence", "nina", "/Condition?code:missing=true", []],
    ["a generalized element", "bea", "/Patient?birthdate=1980", []],
    ["an element that some visible record does not show", "nina", "/Patient?birthdate=1980", []],
    ["a sort and a count", "nina", "/Condition?_sort=code&_count=1", []],
    [
      "a reference to this server by type and id",
      "nina",
      "/Condition?encounter=Encounter/e1",
      ["encounter=Encounter/e1"],
    ],
  ])("GW-42 sends upstream or keeps back: %s", async (_, person, target, pushed) => {
    await idsFor(person, target);
    const sent = upstream.asked.flatMap((asked) => asked.split("?")[1]?.split("&").slice(1) ?? []);
    expect(sent).toEqual(pushed);
  });

  it("GW-43 counts patients in reach against the scan budget, and not upstream rows", async () => {
    over(practiceRecords(), { limits: { patients: 3 } });
    const refused = await ask(questionAs("nina", "/Observation"));
    expect([refused.status, reasonIn(refused)]).toEqual([403, "scan_budget_exceeded"]);
    expect(await idsFor("nina", "/Observation?patient=p1,p2,p3")).toHaveLength(6);
  });

  it("GW-44 orders by _sort, then by id, with records without the value last", async () => {
    const without = laboratory("lab-a", "p1", 1, { valueQuantity: null });
    over([laboratory("lab-c", "p1", 7), without, laboratory("lab-b", "p2", 7), laboratory("lab-d", "p1", 9)]);
    expect(await idsFor("nina", "/Observation?_sort=-value-quantity")).toEqual([
      "lab-d",
      "lab-b",
      "lab-c",
      "lab-a",
    ]);
    expect(await idsFor("nina", "/Observation?_sort=value-quantity")).toEqual([
      "lab-b",
      "lab-c",
      "lab-d",
      "lab-a",
    ]);
    expect(await idsFor("nina", "/Observation")).toEqual(["lab-a", "lab-b", "lab-c", "lab-d"]);
  });

  it("GW-45 fills pages with visible matches and counts those alone", async () => {
    const first = await ask(questionAs("nina", "/Observation?_count=3&_sort=_id"));
    const second = await ask(questionAs("nina", linkIn(first, "next") ?? ""));
    const pages = [first, second].map((reply) => [totalIn(reply), idsIn(reply).length]);
    expect(pages).toEqual([
      [6, 3],
      [6, 3],
    ]);
    expect(linkIn(second, "next")).toBeUndefined();
    expect(idsIn(await ask(questionAs("nina", linkIn(second, "previous") ?? "")))).toEqual(idsIn(first));
  });

  it("GW-45 counts a record that the upstream sends twice once", async () => {
    const twice = laboratory("lab-a", "p1", 1);
    over([twice, twice]);
    expect(totalIn(await ask(questionAs("nina", "/Observation")))).toBe(1);
  });

  it.each([
    ["_count=0", 6, 0],
    ["_summary=count", 6, 0],
    ["_total=none", undefined, 6],
    ["_total=accurate", 6, 6],
  ])("GW-45 %s gives total %s and %i entries", async (query, total, entries) => {
    const reply = await ask(questionAs("nina", `/Observation?${query}`));
    expect([totalIn(reply), idsIn(reply).length]).toEqual([total, entries]);
  });

  it("GW-46 puts nothing of the question into a link", async () => {
    const reply = await ask(questionAs("nina", "/Patient?family=Famp1,Famp2&_count=1"));
    const links = ["self", "next"].map((relation) => linkIn(reply, relation) ?? "");
    expect(links.map((link) => /^\/Patient\?_page=[\w-]+$/.test(link))).toEqual([true, true]);
    const opened = Buffer.from(links.join(), "base64url").toString("latin1");
    expect(opened).not.toContain("Famp");
  });

  it("GW-46 seals the longest query that is taken into a link that is taken", async () => {
    const ids = Array.from({ length: 90 }, (_, at) => `${100 + at}-${"x".repeat(60)}`).join(",");
    const first = await ask(questionAs("nina", `/Patient?_count=1&_id=p1,p2,${ids}`));
    const second = await ask(questionAs("nina", linkIn(first, "next") ?? ""));
    expect([idsIn(first), idsIn(second)]).toEqual([["p1"], ["p2"]]);
  });

  it.each([
    ["another person with the same role", "nell", {}, 0],
    ["another purpose", "nina", { "x-purpose-of-use": "TREAT" }, 0],
    ["a case", "nina", { "x-case": "c1" }, 0],
    ["after half an hour", "nina", {}, 30 * 60_000],
  ])("GW-46 a page link is not valid for %s", async (_, person, headers, later) => {
    const next = linkIn(await ask(questionAs("nina", "/Patient?_count=1")), "next") ?? "";
    state.clock += later;
    const reply = await ask(questionAs(person, next, { headers }));
    expect([reply.status, reasonIn(reply)]).toEqual([400, "page_token_invalid"]);
  });

  it("GW-46 a page size beside a page link changes nothing", async () => {
    const next = linkIn(await ask(questionAs("nina", "/Patient?_count=1")), "next") ?? "";
    const [plain, sized] = [
      await ask(questionAs("nina", next)),
      await ask(questionAs("nina", `${next}&_count=1000`)),
    ];
    expect([sized.status, jsonOf(sized)]).toEqual([200, jsonOf(plain)]);
  });

  it("GW-46 a page link is not valid under another policy, type, key or with a parameter beside it", async () => {
    const next = linkIn(await ask(questionAs("nina", "/Patient?_count=1")), "next") ?? "";
    state.inForce = { ...state.policy, hash: "0".repeat(64) };
    const republished = await ask(questionAs("nina", next));
    state.inForce = state.policy;
    const others = [
      next.replace("Patient", "Observation"),
      `${next}&name=x`,
      `${next.slice(0, -2)}AA`,
      "/Patient?_page=x",
    ];
    const replies = await Promise.all(others.map((target) => ask(questionAs("nina", target))));
    expect([republished, ...replies].map(reasonIn)).toEqual(
      Array.from({ length: 5 }, () => "page_token_invalid"),
    );
  });

  it.each([
    "_pretty=true",
    "_score=true",
    "_maxresults=3",
    "_sort=name&_sort=_id",
    "_summary=some",
    "_count=-1",
  ])("GW-47 refuses %s, however lenient the client asks us to be", async (query) => {
    const reply = await ask(
      questionAs("nina", `/Patient?${query}`, { headers: { prefer: "handling=lenient" } }),
    );
    expect([400, 403]).toContain(reply.status);
    expect(upstream.asked).toEqual([]);
  });

  it("GW-48 records patients, records, elements and the query of what came out", async () => {
    await ask(questionAs("nina", "/Observation?patient=p1&_elements=status"));
    expect(state.entries[0]).toMatchObject({
      asked: {
        interaction: "fhir.search",
        resourceType: "Observation",
        query: "patient=p1&_elements=status",
      },
      release: {
        patients: ["p1"],
        records: ["Observation/lab-p1-a", "Observation/lab-p1-b"],
        released: ["observation.laboratory"],
      },
    });
  });

  it("GW-48 records the elements that a filter told about when nothing but the number came out", async () => {
    await ask(questionAs("bea", "/Patient?birthdate=1980&_summary=count"));
    expect(state.entries[0]?.release).toMatchObject({ records: [], released: ["patient.birth-date"] });
  });

  it("GW-48 records what a page link stands for", async () => {
    const next = linkIn(await ask(questionAs("nina", "/Patient?_count=1")), "next") ?? "";
    await ask(questionAs("nina", next));
    expect(state.entries[1]?.asked.query).toBe("_count=1");
  });

  it("takes the parameters of a POST _search from url and form together", async () => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const question = questionAs("nina", "/Patient/_search?_id=p1,p2", {
      method: "POST",
      body: "family=Famp2",
      headers,
    });
    expect(idsIn(await ask(question))).toEqual(["p2"]);
  });

  it("GW-20 shows each match of a search only as far as the grant that reaches it", async () => {
    const reply = await ask(questionAs("nina", "/Patient?_id=p3,p4"));
    const members = entriesIn(jsonOf(reply)).map((resource) => "birthDate" in resource);
    expect(members).toEqual([true, false]);
  });

  it("GW-23 labels the Bundle like its entries", async () => {
    const reply = await ask(questionAs("nina", "/Patient?_id=absent"));
    expect(bytesOf(reply)).toContain("REDACTED");
  });

  it("GW-70 leaves out records in a segment that the slice does not name, and their number", async () => {
    over([condition("c1", "p2", "44054006"), condition("c2", "p2", "35489007")]);
    const reply = await ask(questionAs("bea", "/Condition"));
    expect([idsIn(reply), totalIn(reply)]).toEqual([["c1"], 1]);
  });
});
