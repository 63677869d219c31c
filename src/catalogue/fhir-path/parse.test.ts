import { describe, expect, it } from "vitest";
import { searchParameterData } from "../fhir-r4/definitions.ts";
import { footprintOf } from "./footprint.ts";
import { parseFhirPath } from "./parse.ts";

describe("parseFhirPath", () => {
  it("F161 S1 reads every expression of R4", () => {
    const expressions = searchParameterData().flatMap(({ expression, component = [] }) =>
      [expression ?? [], component].flat(),
    );
    expect(expressions.filter((text) => parseFhirPath(text) === undefined)).toEqual([]);
  });

  it("S1 binds `as` closer than `|`, and `|` closer than `=`", () => {
    expect(parseFhirPath("a as B | c = d")).toEqual({
      kind: "compare",
      operator: "=",
      left: {
        kind: "union",
        left: { kind: "type", operator: "as", from: { kind: "path", from: null, name: "a" }, type: "B" },
        right: { kind: "path", from: null, name: "c" },
      },
      right: { kind: "path", from: null, name: "d" },
    });
  });

  it.each([
    "",
    "a.",
    "a b",
    "a + b",
    "(a",
    "a)",
    "a[b]",
    "a[",
    "'a",
    "%context.a",
    "a.where(",
    "a in b",
    "@2020",
    "a ~ b",
  ])("S2 does not read `%s`", (text) => {
    expect(parseFhirPath(text)).toBeUndefined();
  });
});

function footprint(text: string, type: string): readonly string[] | undefined {
  const expression = parseFhirPath(text);
  return expression && footprintOf(expression, type);
}

describe("footprintOf", () => {
  it.each([
    ["Patient.name.family", "Patient", ["Patient.name.family"]],
    ["Patient.name | Practitioner.name", "Practitioner", ["Practitioner.name"]],
    ["Resource.meta.tag", "Claim", ["Claim.meta.tag"]],
    ["(Observation.value as Quantity)", "Observation", ["Observation.valueQuantity"]],
    ["Condition.onset.as(Age)", "Condition", ["Condition.onsetAge"]],
    [
      "Patient.deceased.exists() and Patient.deceased != false",
      "Patient",
      ["Patient.deceasedBoolean", "Patient.deceasedDateTime"],
    ],
    ["Patient.telecom.where(system='email')", "Patient", ["Patient.telecom", "Patient.telecom.system"]],
    ["Account.subject.where(resolve() is Patient)", "Account", ["Account.subject"]],
    ["Patient.extension('http://x').valueCode", "Patient", ["Patient.extension[url=http://x].valueCode"]],
    ["Bundle.entry[0].resource", "Bundle", ["Bundle.entry.resource"]],
    ["Patient.nickname", "Patient", undefined],
    ["Patient.name.descendants()", "Patient", undefined],
    ["Patient", "Patient", undefined],
    ["Practitioner.name", "Patient", undefined],
  ])("S1 S2 of `%s` on %s", (text, type, expected) => {
    expect(footprint(text, type)).toEqual(expected);
  });
});
