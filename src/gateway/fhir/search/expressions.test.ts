import { beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../../../kernel/json.ts";
import { createFhirAnswerer } from "../gateway.ts";
import { idsIn, questionAs, reasonIn } from "../testing/ask.ts";
import type { Answerer } from "../testing/ask.ts";
import { laboratory, patient } from "../testing/charts.ts";
import { memoryUpstream } from "../testing/memory-upstream.ts";
import type { MemoryUpstream } from "../testing/memory-upstream.ts";
import { depsOf, practice } from "../testing/practice.ts";
import { parseFilterExpression } from "./filter-expression.ts";

const sodium = { coding: [{ system: "http://loinc.org", code: "2951-2" }] };
const systolic = { coding: [{ system: "http://loinc.org", code: "8480-6" }] };
const diastolic = { coding: [{ system: "http://loinc.org", code: "8462-4" }] };
const mmHg = (value: number): object => ({ value, system: "http://unitsofmeasure.org", code: "mm[Hg]" });

const RECORDS: readonly JsonObject[] = [
  patient("p1", { name: [{ family: "Åkesson", given: ["Ada"] }], gender: "female", birthDate: "1980-05-17" }),
  patient("p2", { name: [{ family: "Peters" }], gender: "male", birthDate: "1955-01-01" }),
  patient("p3", { name: [{ family: "Van, Dyke" }], gender: null, birthDate: "1990-01-01" }),
  laboratory("g90", "p1", 90),
  laboratory("g140", "p2", 140),
  laboratory("n140", "p1", 140, { code: sodium }),
  laboratory("bp", "p3", 0, {
    code: { coding: [{ system: "http://loinc.org", code: "85354-9" }] },
    valueQuantity: null,
    component: [
      { code: systolic, valueQuantity: mmHg(150) },
      { code: diastolic, valueQuantity: mmHg(80) },
    ],
  }),
];

describe("composites and _filter", () => {
  let upstream: MemoryUpstream;
  let ask: Answerer;

  beforeEach(() => {
    const state = practice();
    upstream = memoryUpstream(RECORDS, state.policy.catalogue);
    ask = createFhirAnswerer(depsOf(state, upstream));
  });

  const idsFor = async (
    person: string,
    path: string,
    name: string,
    value: string,
  ): Promise<readonly string[]> => {
    const reply = await ask(questionAs(person, `${path}?${name}=${encodeURIComponent(value)}`));
    expect([reply.status, reasonIn(reply)]).toEqual([200, undefined]);
    return idsIn(reply);
  };

  it.each([
    ["code-value-quantity", "2339-0$gt100", ["g140"]],
    ["code-value-quantity", "http://loinc.org|2339-0$90||mg/dL,2951-2$140", ["g90", "n140"]],
    ["component-code-value-quantity", "8480-6$gt140", ["bp"]],
    ["component-code-value-quantity", "8462-4$gt140", []],
    ["component-code-value-quantity", "8480-6$high", []],
    ["combo-code-value-quantity", "8462-4$lt90", ["bp"]],
    ["code-value-quantity:missing", "true", ["bp"]],
  ])("GW-140 F159 %s=%s compares the components of one item together", async (name, value, ids) => {
    expect(await idsFor("nina", "/Observation", name, value)).toEqual(ids);
  });

  it("GW-140 F159 a composite goes through a chain, and never upstream", async () => {
    expect(
      await idsFor("nina", "/Patient", "_has:Observation:patient:code-value-quantity", "2951-2$140"),
    ).toEqual(["p1"]);
    expect(upstream.asked.some((asked) => asked.includes("code-value"))).toBe(false);
  });

  it.each([
    ["code-value-quantity", "2339-0", "parameter_invalid"],
    ["code-value-quantity", "2339-0$", "parameter_invalid"],
    ["code-value-quantity:exact", "2339-0$5", "parameter_not_derivable"],
    ["_sort", "code-value-quantity", "parameter_not_derivable"],
  ])("GW-140 F159 refuses %s=%s", async (name, value, reason) => {
    const reply = await ask(questionAs("nina", `/Observation?${name}=${encodeURIComponent(value)}`));
    expect([reasonIn(reply), upstream.asked]).toEqual([reason, []]);
  });

  it.each([
    ["/Patient", 'name co "kes"', ["p1"]],
    ["/Patient", "name sw akes", ["p1"]],
    ["/Patient", "name ew ers", ["p2"]],
    ["/Patient", 'family eq "van, dyke"', ["p3"]],
    ["/Patient", "family ne peters", ["p1", "p3"]],
    ["/Patient", "gender eq female or gender eq male", ["p1", "p2"]],
    ["/Patient", "gender ne female", ["p2"]],
    ["/Patient", "not (gender eq female)", ["p2", "p3"]],
    ["/Patient", "gender pr false", ["p3"]],
    ["/Patient", "birthdate ge 1980 and (gender eq female or gender pr false)", ["p1", "p3"]],
    ["/Patient", "_id eq p2", ["p2"]],
    ["/Observation", "code eq http://loinc.org|2951-2", ["n140"]],
    ["/Observation", "value-quantity gt 100 and subject:Patient.gender eq male", ["g140"]],
    ["/Observation", "patient re Patient/p1", ["g90", "n140"]],
    ["/Observation", "patient.name co kes or value-quantity gt 139", ["g140", "g90", "n140"]],
    ["/Patient", "_has:Observation:patient:code eq 2951-2", ["p1"]],
  ])("GW-141 F159 answers %s by _filter=%s", async (path, text, ids) => {
    expect(await idsFor("nina", path, "_filter", text)).toEqual(ids);
  });

  it("GW-141 F159 narrows the candidates by a conjunct of _filter like by any other", async () => {
    await idsFor("nina", "/Observation", "_filter", "patient eq Patient/p1 and value-quantity gt 100");
    expect(upstream.asked).toEqual(["Observation?patient=p1"]);
  });

  it("GW-141 F159 ne asks for a value that can be compared, which a masked one is not", async () => {
    expect(await idsFor("bea", "/Patient", "_filter", "birthdate ne 1980")).toEqual(["p2", "p3"]);
    const refused = await ask(questionAs("sue", "/Patient?_filter=gender%20ne%20female"));
    expect(reasonIn(refused)).toBe("parameter_not_permitted");
  });

  it.each([
    ["address co Main", "parameter_not_permitted"],
    ["subject.name co x", "parameter_unknown"],
    ["name co", "parameter_invalid"],
    ["name co x and", "parameter_invalid"],
    ["(name co x", "parameter_invalid"],
    ["name co x and gender eq male or gender eq female", "parameter_invalid"],
    ["name[use eq official].family eq x", "parameter_invalid"],
    ["name gt x", "parameter_invalid"],
    ["gender co x", "parameter_invalid"],
    ["gender pr perhaps", "parameter_invalid"],
    ["gender in http://valueset", "parameter_not_derivable"],
    ["birthdate po 1980", "parameter_not_derivable"],
    [`${"(".repeat(40)}name co x${")".repeat(40)}`, "parameter_invalid"],
    ["", "parameter_invalid"],
  ])("GW-142 F159 refuses _filter=%s with %s, before the upstream is asked", async (text, reason) => {
    const reply = await ask(questionAs("nina", `/Patient?_filter=${encodeURIComponent(text)}`));
    expect([reasonIn(reply), upstream.asked]).toEqual([reason, []]);
  });

  it("GW-142 F159 reads strings with their escapes, and what stands in them as part of them", () => {
    expect(parseFilterExpression('name eq "a \\"b\\") or (c"')).toEqual({
      kind: "test",
      path: "name",
      operator: "eq",
      value: 'a "b") or (c',
    });
  });

  it.each(["_text=x", "_content=x", "_query=x", "_list=x", "_contained=true", "_containedType=container"])(
    "GW-38 refuses %s by its name",
    async (query) => {
      const reply = await ask(questionAs("nina", `/Patient?${query}`));
      const name = query.split("=")[0] ?? "";
      expect([reply.status, String(reply.body).includes(`\`${name}\``), upstream.asked]).toEqual([
        403,
        true,
        [],
      ]);
    },
  );
});
