import { describe, expect, it } from "vitest";
import { practice } from "../testing/practice.ts";
import { laboratory, patient, record } from "../testing/charts.ts";
import { createDateReader } from "./dates.ts";
import { compileFilter } from "./filter.ts";
import type { JsonObject } from "../../../kernel/json.ts";

const CONTEXT = { now: 0, dates: createDateReader("UTC"), baseUrl: "http://gateway.test/fhir" };
const MASK = {
  extension: [{ url: "http://hl7.org/fhir/StructureDefinition/data-absent-reason", valueCode: "masked" }],
};

function holds(code: string, modifier: string | null, text: string, resource: JsonObject): boolean | string {
  const parameter = practice().policy.catalogue.searchParameter(resource["resourceType"] as string, code);
  if (parameter === undefined) throw new Error(`no parameter \`${code}\``);
  const filter = compileFilter(parameter, modifier, text, CONTEXT);
  return filter.ok ? filter.value.matches(resource) : filter.error;
}

describe("a filter", () => {
  it.each([
    ["true", false],
    ["false", true],
    ["yes", "value_invalid"],
  ])("GW-39 :missing=%s on a value that is there: %s", (text, expected) => {
    expect(holds("birthdate", "missing", text, patient("p1"))).toBe(expected);
  });

  it.each([
    ["birthdate", { resourceType: "Patient", id: "p1", _birthDate: MASK }],
    ["name", { resourceType: "Patient", id: "p1", name: [MASK] }],
    ["code", { resourceType: "Condition", id: "c1", code: MASK }],
  ])("GW-39 a masked %s is missing", (code, resource) => {
    expect([
      holds(code, "missing", "true", record(resource)),
      holds(code, "missing", "false", record(resource)),
    ]).toEqual([true, false]);
  });

  it("GW-32 :not holds where no value is the one asked for, or there is none", () => {
    const resources = [patient("p1", { gender: "male" }), patient("p2"), patient("p3", { gender: null })];
    expect(resources.map((resource) => holds("gender", "not", "male", resource))).toEqual([
      false,
      true,
      true,
    ]);
  });

  it("GW-32 :not=a,b holds where the value is neither", () => {
    expect(holds("gender", "not", "male,female", patient("p1"))).toBe(false);
  });

  it("GW-40 one alternative that cannot be read spoils the filter", () => {
    expect(holds("value-quantity", null, "5,much", laboratory("l", "p1", 5))).toBe("value_invalid");
  });
});
