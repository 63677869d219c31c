import { describe, expect, it } from "vitest";
import type { TypedValue } from "../../../catalogue/types.ts";
import { parseJson } from "../../../kernel/json.ts";
import { createDateReader } from "./dates.ts";
import { compileDate } from "./match-date.ts";
import { compileNumber, compileQuantity } from "./match-number.ts";
import { compileReference } from "./match-reference.ts";
import { compileString } from "./match-string.ts";
import { compileToken } from "./match-token.ts";
import { compileUri } from "./match-uri.ts";
import type { TestCompiler } from "./value-test.ts";

const CONTEXT = {
  now: Date.parse("2026-05-04T15:00:00Z"),
  dates: createDateReader("America/New_York"),
  baseUrl: "http://gateway.test/fhir",
};

function matches(
  compile: TestCompiler,
  asked: string,
  modifier: string | null,
  value: TypedValue,
): boolean | string {
  const test = compile(asked, modifier, CONTEXT);
  return test.ok ? test.value(value) : test.error;
}

const typed = (datatype: string, value: unknown): TypedValue => ({
  datatype,
  value: parseJson(JSON.stringify(value)),
});

describe("token", () => {
  const coding = { system: "http://loinc.org", code: "2339-0", display: "Glucose in blood" };
  const concept = typed("CodeableConcept", { coding: [coding, { code: "local" }], text: "Blood sugar" });
  const mrn = typed("Identifier", {
    type: { coding: [{ system: "v2", code: "MR" }] },
    system: "http://mrn",
    value: "M|1",
  });

  it.each([
    ["2339-0", null, true],
    ["2339-1", null, false],
    ["http://loinc.org|2339-0", null, true],
    ["http://snomed.info/sct|2339-0", null, false],
    ["http://loinc.org|", null, true],
    ["http://snomed.info/sct|", null, false],
    ["|local", null, true],
    ["|2339-0", null, false],
    ["LOCAL", null, true],
    ["blood", "text", true],
    ["GLUCOSE", "text", true],
    ["sodium", "text", false],
    ["http://vs", "in", "modifier_without_rule"],
    ["2339-0", "exact", "value_invalid"],
    ["", null, "value_invalid"],
    ["|", null, "value_invalid"],
    ["a|b|c", null, "value_invalid"],
  ])("GW-32 `%s` with modifier %s on a concept: %s", (asked, modifier, expected) => {
    expect(matches(compileToken, asked, modifier, concept)).toBe(expected);
  });

  it.each([
    ["M\\|1", null, true],
    ["http://mrn|M\\|1", null, true],
    ["v2|MR|M\\|1", "of-type", true],
    ["v2|SS|M\\|1", "of-type", false],
    ["MR|M", "of-type", "value_invalid"],
  ])("GW-32 `%s` with modifier %s on an identifier: %s", (asked, modifier, expected) => {
    expect(matches(compileToken, asked, modifier, mrn)).toBe(expected);
  });

  it.each([
    [typed("code", "female"), "female", true],
    [typed("code", "female"), "http://hl7.org/fhir/administrative-gender|female", true],
    [typed("boolean", true), "true", true],
    [typed("ContactPoint", { system: "phone", value: "555-1" }), "555-1", true],
    [typed("Coding", coding), "2339-0", true],
    [typed("CodeableConcept", { extension: [{ url: "x", valueCode: "masked" }] }), "masked", false],
    [typed("CodeableConcept", { coding: [{ extension: [{ url: "x" }] }] }), "|masked", false],
  ])("GW-32 %o against `%s`: %s", (value, asked, expected) => {
    expect(matches(compileToken, asked, null, value)).toBe(expected);
  });
});

describe("string", () => {
  const name = typed("HumanName", { family: "Åkesson", given: ["Zoë", "Ann  Marie"] });

  it.each([
    ["ake", null, true],
    ["ÅKE", null, true],
    ["kesson", null, false],
    ["kesson", "contains", true],
    ["zoe", null, true],
    ["ann marie", null, true],
    ["Zoë", "exact", true],
    ["zoë", "exact", false],
    ["Zo", "exact", false],
    ["", null, "value_invalid"],
    ["x", "text", "value_invalid"],
  ])("GW-33 `%s` with modifier %s: %s", (asked, modifier, expected) => {
    expect(matches(compileString, asked, modifier, name)).toBe(expected);
  });

  it("GW-33 looks at every part of an address", () => {
    const address = typed("Address", { line: ["1 Main St"], city: "Chicago", postalCode: "606" });
    expect(
      ["main", "1 main", "chic", "606"].map((asked) => matches(compileString, asked, null, address)),
    ).toEqual([false, true, true, true]);
  });

  it("GW-33 never matches a masked name", () => {
    const masked = typed("HumanName", { extension: [{ url: "x", valueCode: "masked" }] });
    expect(matches(compileString, "m", "contains", masked)).toBe(false);
  });
});

describe("date", () => {
  it.each([
    ["2026-03", "2026-03-05", true],
    ["2026-03-05", "2026-03", false],
    ["2026", "2026", true],
    ["ne2026", "2026-03", false],
    ["ne2026-03-05", "2026-03", true],
    ["gt2026-03-05", "2026-03", true],
    ["gt2026-03-31", "2026-03", false],
    ["lt2026-03-01", "2026-03", false],
    ["lt2026-03-02", "2026-03", true],
    ["ge2026-03-05", "2026-03-05", true],
    ["le2026-03-05", "2026-03-05", true],
    ["sa2026-03-05", "2026-03-05", false],
    ["sa2026-03-05", "2026-03-06", true],
    ["eb2026-03-05", "2026-03-04", true],
    ["eb2026-03-05", "2026-03-05", false],
    ["ap2026-03-01", "2026-03-05", true],
    ["ap2020-01-01", "2026-03-05", false],
    ["2026-03-05", "2026-03-06T01:00:00Z", true],
    ["2026-03-06", "2026-03-06T01:00:00Z", false],
    ["2026-03-06T01:00:00Z", "2026-03-05T20:00:00-05:00", true],
    ["2026-03-06T01:00Z", "2026-03-06T01:00:59.5Z", true],
    ["2026-13", "2026-03-05", "value_invalid"],
    ["2026-02-30", "2026-03-05", "value_invalid"],
    ["tomorrow", "2026-03-05", "value_invalid"],
  ])("GW-34 `%s` against %s: %s", (asked, value, expected) => {
    expect(matches(compileDate, asked, null, typed("dateTime", value))).toBe(expected);
  });

  it.each([
    [{ start: "2026-03-01", end: "2026-03-05" }, "2026-03", true],
    [{ start: "2026-03-01" }, "2026-03", false],
    [{ start: "2026-03-01" }, "gt2030", true],
    [{ end: "2026-03-05" }, "lt1900", true],
    [{ event: ["2026-03-01", "2026-03-05"] }, "2026-03", true],
    [{ repeat: { boundsPeriod: { start: "2026-03-01", end: "2026-03-05" } } }, "2026-03", true],
    [{ extension: [{ url: "x" }] }, "ne2026", false],
  ])("GW-34 period or timing %o against `%s`: %s", (value, asked, expected) => {
    expect(matches(compileDate, asked, null, typed("Period", value))).toBe(expected);
  });

  it("GW-34 keeps days apart where the clock changes", () => {
    const [before, after] = ["2026-03-08", "2026-03-09"].map((day) => CONTEXT.dates.range(day));
    expect([(before?.high ?? 0) - (before?.low ?? 0), after?.low]).toEqual([23 * 3_600_000, before?.high]);
  });
});

describe("reference", () => {
  const local = typed("Reference", { reference: "Encounter/e1" });
  const foreign = typed("Reference", { reference: "http://other.test/fhir/Encounter/e1" });

  it.each([
    ["e1", null, local, true],
    ["e2", null, local, false],
    ["Encounter/e1", null, local, true],
    ["Patient/e1", null, local, false],
    ["e1", "Encounter", local, true],
    ["e1", "Patient", local, false],
    ["http://gateway.test/fhir/Encounter/e1", null, local, true],
    ["http://other.test/fhir/Encounter/e1", null, local, false],
    ["http://other.test/fhir/Encounter/e1", null, foreign, true],
    ["e1", null, foreign, false],
    ["Encounter/e1", null, foreign, false],
    ["Encounter/e1", null, typed("Reference", { reference: "Encounter/e1/_history/2" }), true],
    ["urn:uuid:1", null, typed("Reference", { reference: "urn:uuid:1" }), true],
    ["e1", null, typed("Reference", { display: "e1" }), false],
    ["Encounter/e1", "Patient", local, "value_invalid"],
    ["e1", "identifier", local, "modifier_without_rule"],
    ["a b", null, local, "value_invalid"],
  ])("GW-35 `%s` with modifier %s against %o: %s", (asked, modifier, value, expected) => {
    expect(matches(compileReference, asked, modifier, value)).toBe(expected);
  });
});

describe("number and quantity", () => {
  it.each([
    ["100", "100", true],
    ["100", "99.5", true],
    ["100", "100.4", true],
    ["100", "100.5", false],
    ["100.00", "100.004", true],
    ["100.00", "100.4", false],
    ["1e2", "104", true],
    ["1e2", "105", false],
    ["gt100", "100", false],
    ["gt100", "100.0000000000000000001", true],
    ["ge100", "100", true],
    ["lt100", "99.99", true],
    ["le100", "100", true],
    ["ne100", "100.4", false],
    ["sa100", "101", true],
    ["eb100", "99", true],
    ["ap100", "109", true],
    ["ap100", "111", false],
    ["-5.4", "-5.4", true],
    ["ten", "10", "value_invalid"],
  ])("GW-36 `%s` against %s: %s", (asked, value, expected) => {
    expect(matches(compileNumber, asked, null, { datatype: "decimal", value: parseJson(value) })).toBe(
      expected,
    );
  });

  const quantity = typed("Quantity", {
    value: 5.4,
    unit: "mg per dL",
    system: "http://unitsofmeasure.org",
    code: "mg/dL",
  });

  it.each([
    ["5.4", true],
    ["5.4||mg/dL", true],
    ["5.4||mg per dL", true],
    ["5.4||g", false],
    ["gt5|http://unitsofmeasure.org|mg/dL", true],
    ["5.4|http://unitsofmeasure.org|mg per dL", false],
    ["5.4|http://other|mg/dL", false],
    ["|http://unitsofmeasure.org|mg/dL", "value_invalid"],
  ])("GW-36 `%s` against 5.4 mg/dL: %s", (asked, expected) => {
    expect(matches(compileQuantity, asked, null, quantity)).toBe(expected);
  });

  it.each([
    ["15", false],
    ["gt15", true],
    ["lt5", false],
    ["ge10", true],
    ["gt99", true],
  ])("GW-36 `%s` against a Range from 10 up: %s", (asked, expected) => {
    const range = typed("Range", { low: { value: 10, code: "a" } });
    expect(matches(compileQuantity, asked, null, range)).toBe(expected);
  });

  it("GW-36 compares Money by currency", () => {
    const money = typed("Money", { value: 120.5, currency: "USD" });
    expect(["120.5||USD", "120.5||EUR"].map((asked) => matches(compileQuantity, asked, null, money))).toEqual(
      [true, false],
    );
  });
});

describe("uri", () => {
  it.each([
    ["http://a/b", null, true],
    ["http://a/B", null, false],
    ["http://a", "below", true],
    ["http://a/", "below", true],
    ["http://a/bc", "below", false],
    ["http://a/b/c", "above", true],
    ["http://a/bc", "above", false],
    ["http://a/b", "exact", "value_invalid"],
    ["", null, "value_invalid"],
  ])("GW-37 `%s` with modifier %s against http://a/b: %s", (asked, modifier, expected) => {
    expect(matches(compileUri, asked, modifier, typed("uri", "http://a/b"))).toBe(expected);
  });
});
