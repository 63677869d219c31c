import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseScopes } from "../../decision/smart-scopes.ts";
import type { Pipeline } from "../../pipeline.ts";
import { createFhirAnswerer } from "./gateway.ts";
import { createDateReader } from "./search/dates.ts";
import { compileFilter } from "./search/filter.ts";
import { type Answerer, entriesIn, idsIn, jsonOf, questionAs, reasonIn } from "./testing/ask.ts";
import { laboratory, patient } from "./testing/charts.ts";
import { memoryUpstream } from "./testing/memory-upstream.ts";
import { BASE_URL, depsOf, NOW, practice } from "./testing/practice.ts";
import { type PlainRecord, read, worldArbitrary } from "./testing/worlds.ts";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? "150");
const state = practice();

/** Types and queries over elements that the person sees untransformed wherever they see them. */
const ASKS: readonly (readonly [person: string, type: string, code: string, value: string])[] = [
  ["nina", "Observation", "category", "laboratory"],
  ["nina", "Observation", "category", "vital-signs,survey"],
  ["nina", "Observation", "code", "http://loinc.org|2339-0"],
  ["nina", "Observation", "value-quantity", "gt5.4"],
  ["nina", "Condition", "clinical-status", "active"],
  ["nina", "Condition", "onset-date", "2026-03"],
  ["nina", "Encounter", "class", "AMB"],
  ["nina", "Patient", "family", "Sm"],
  ["bea", "Claim", "status", "active"],
  ["bea", "Claim", "provider", "Practitioner/d1"],
  ["ana", "Observation", "category", "laboratory"],
  ["pat", "Condition", "code", "44054006"],
  ["pat", "Patient", "birthdate", "1980"],
];

/** The gateway before these records, whose every caller presents these scopes; null: none. */
function gatewayUnder(
  records: readonly PlainRecord[],
  scopes: readonly string[] | null,
  patientId: string | null,
): Answerer {
  const pipeline: Pipeline = {
    ...state.pipeline,
    requestOf: (...of) => {
      const request = state.pipeline.requestOf(...of);
      const parsed = scopes === null ? null : parseScopes(scopes, patientId);
      return { ...request, subject: { ...request.subject, scopes: parsed } };
    },
  };
  const upstream = memoryUpstream(records.map(read), state.policy.catalogue);
  return createFhirAnswerer({ ...depsOf(state, upstream), pipeline });
}

const plain = (value: unknown): PlainRecord => JSON.parse(JSON.stringify(value)) as PlainRecord;

describe("SMART App Launch v2 scopes at the gateway", () => {
  let returned = 0;

  it("F163 DEC-CEIL-9 DEC-CEIL-10 under a scope comes back what the same search finds without it: nothing outside, nothing inside vanishes", async () => {
    const asks = fc.constantFrom(...ASKS);
    const contexts = fc.option(fc.constantFrom("p1", "p2", "p3", "p6"), { freq: 1 });
    const law = fc.asyncProperty(worldArbitrary, asks, contexts, async (world, ask, context) => {
      const [person, type, code, value] = ask;
      const scope = `${context === null ? "user" : "patient"}/${type}.rs?${code}=${encodeURIComponent(value)}`;
      const scoped = gatewayUnder(world, [scope], context);
      const free = gatewayUnder(world, null, null);
      const own = context === null ? "" : `&${type === "Patient" ? "_id" : "patient"}=${context}`;
      const found = await scoped(questionAs(person, `/${type}?_count=500`));
      const wanted = await free(
        questionAs(person, `/${type}?_count=500&${code}=${encodeURIComponent(value)}${own}`),
      );
      expect(entriesIn(jsonOf(found))).toEqual(entriesIn(jsonOf(wanted)));
      const ids = new Set(idsIn(found));
      returned += ids.size;
      for (const { resourceType, id } of world.filter((one) => one.resourceType === type)) {
        const reply = await scoped(questionAs(person, `/${resourceType}/${id}`));
        expect(reply.status).toBe(ids.has(id) ? 200 : 404);
      }
      const filter = filterOf(type, code, value);
      const inside = world.filter((one) => one.resourceType === type && ids.has(one.id));
      expect(inside.every((one) => filter.matches(read(one)))).toBe(true);
    });
    await fc.assert(law, { numRuns: RUNS, endOnFailure: true });
  }, 600_000);

  it("F163 the law above compared answers that hold records", () => {
    expect(returned).toBeGreaterThan(RUNS);
  });
});

function filterOf(type: string, code: string, value: string) {
  const parameter = state.policy.catalogue.searchParameter(type, code);
  const context = { now: NOW, dates: createDateReader("America/Chicago"), baseUrl: BASE_URL };
  const filter = parameter && compileFilter(parameter, null, value, context);
  if (!filter?.ok) throw new Error(`no filter for \`${type}?${code}\``);
  return filter.value;
}

describe("a SMART scope at the gateway", () => {
  const records = [
    plain(patient("p1")),
    plain(patient("p2")),
    plain(laboratory("lab", "p1", 90)),
    plain(laboratory("vital", "p1", 90, { category: [{ coding: [{ code: "vital-signs" }] }] })),
    plain(laboratory("elsewhere", "p2", 90)),
  ];
  const under = (scope: string, context: string | null = "p1") => gatewayUnder(records, [scope], context);

  it("F163 `patient/Observation.rs?category=laboratory` gives the laboratory results of the patient in context", async () => {
    const ask = under("patient/Observation.rs?category=laboratory");
    expect(idsIn(await ask(questionAs("nina", "/Observation")))).toEqual(["lab"]);
    for (const id of ["vital", "elsewhere"])
      expect((await ask(questionAs("nina", `/Observation/${id}`))).status).toBe(404);
  });

  it("F163 DEC-CEIL-4 another type is refused, whether or not there is a record", async () => {
    const ask = under("patient/Observation.rs?category=laboratory");
    expect((await ask(questionAs("nina", "/Patient/p1"))).status).toBe(403);
    expect((await ask(questionAs("nina", "/Patient/p9"))).status).toBe(403);
  });

  it("F163 DEC-CEIL-9 a `patient/` scope without a patient in context gives nothing", async () => {
    const reply = await under("patient/Observation.rs", null)(questionAs("nina", "/Observation"));
    expect(reasonIn(reply)).toBe("scope_not_granted");
  });

  it.each([
    ["bea", "Patient", "birthdate=1980"],
    ["sue", "Patient", "gender=female"],
    ["nina", "Patient", "address-state=IL"],
  ])(
    "F163 DEC-CEIL-10 a query over what %s sees of a %s in another form, or not at all (`%s`), gives nothing",
    async (person, type, query) => {
      const ask = under(`user/${type}.rs?${query}`, null);
      expect(idsIn(await ask(questionAs(person, `/${type}`)))).toEqual([]);
      expect((await ask(questionAs(person, `/${type}/p2`))).status).toBe(404);
      expect((await gatewayUnder(records, null, null)(questionAs(person, `/${type}/p2`))).status).toBe(200);
    },
  );

  it("F163 a scope for searching alone answers no read", async () => {
    const ask = under("user/Observation.s?category=laboratory", null);
    expect(idsIn(await ask(questionAs("nina", "/Observation")))).toEqual(["elsewhere", "lab"]);
    expect((await ask(questionAs("nina", "/Observation/lab"))).status).toBe(403);
  });

  it("F163 two scopes cover what either covers", async () => {
    const scopes = ["patient/Observation.rs?category=vital-signs", "patient/Patient.rs"];
    const ask = gatewayUnder(records, scopes, "p1");
    expect(idsIn(await ask(questionAs("nina", "/Observation")))).toEqual(["vital"]);
    expect(idsIn(await ask(questionAs("nina", "/Patient")))).toEqual(["p1"]);
  });
});
