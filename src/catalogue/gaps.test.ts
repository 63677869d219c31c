import { describe, expect, it } from "vitest";
import { generateHospital } from "../../demo/hospital.ts";
import type { JsonObject } from "../kernel/json.ts";
import { elementsIn, gapReport } from "./gaps.ts";
import { realRecords } from "./testing/real-records.ts";
import { shippedCatalogue, smallCatalogue } from "./testing/shipped.ts";

const WITHHELD_BY_DESIGN = [
  "narrative",
  "contained",
  "meta",
  "implicit-rules",
  "language",
  "extension",
  "primitive-extension",
  "element-id",
  "reference-display",
  "reference-identifier",
];

function extended(url: string): JsonObject {
  return { resourceType: "Observation", extension: [{ url }, { url }] };
}

function idsIn(resource: JsonObject): readonly (string | undefined)[] {
  const catalogue = shippedCatalogue();
  const indexes = [...elementsIn(catalogue, resource)].toSorted((a, b) => a - b);
  return indexes.map((index) => catalogue.elements[index]?.id);
}

describe("gapReport", () => {
  const catalogue = smallCatalogue({
    "a.lab": "Observation[category.coding.code=laboratory].(code|performer)",
    "a.value": "Observation[*].valueString",
  });

  it.each([
    ["narrative", "Observation.text", { text: { div: "x" } }],
    ["contained", "Observation.contained", { contained: [{ resourceType: "Patient" }] }],
    ["meta", "Observation.meta", { meta: { tag: [] } }],
    ["implicit-rules", "Observation.implicitRules", { implicitRules: "x" }],
    ["language", "Observation.language", { language: "en" }],
    ["extension", "Observation.extension", { extension: [{ url: "http://u", valueString: "x" }] }],
    ["primitive-extension", "Observation._valueString", { _valueString: { id: "x" } }],
    [
      "reference-display",
      "Observation.subject.display",
      { subject: { reference: "Patient/1", display: "x" } },
    ],
    ["unmapped", "Observation.status", { status: "final" }],
    ["not-in-r4", "Observation.bogus", { bogus: "x" }],
  ] satisfies [string, string, JsonObject][])("F005 F160 G1 lists %s at `%s`", (kind, path, members) => {
    expect(gapReport(catalogue, [{ resourceType: "Observation", ...members }]).gaps).toMatchObject([
      { kind, path, resources: 1 },
    ]);
  });

  it("F005 G1 lists a type that no element maps", () => {
    expect(gapReport(catalogue, [{ resourceType: "Basic", id: "1" }]).gaps).toMatchObject([
      { kind: "unmapped-type", path: "Basic" },
    ]);
  });

  it("G1 lists a path that a matching variant does not own", () => {
    const category = [{ coding: [{ code: "laboratory" }] }];
    const report = gapReport(catalogue, [
      { resourceType: "Observation", category, code: { text: "x" }, note: [{ text: "y" }] },
    ]);
    expect(report.gaps.map((gap) => gap.path)).toEqual(["Observation.category", "Observation.note"]);
  });

  it("G1 names the extensions seen and counts resources", () => {
    expect(gapReport(catalogue, [extended("b"), extended("a")]).gaps).toEqual([
      { path: "Observation.extension", kind: "extension", urls: ["a", "b"], resources: 2 },
    ]);
  });

  const records = realRecords();
  it.skipIf(records === undefined)(
    "F005 F160 G2 names only what is withheld by design in Synthea and US Core (skipped without ../shared/data)",
    () => {
      const report = gapReport(
        shippedCatalogue(),
        (records ?? []).filter((record) => record["resourceType"] !== "Bundle"),
      );
      expect(report.resources).toBeGreaterThan(2_600);
      expect(report.gaps.filter((gap) => !WITHHELD_BY_DESIGN.includes(gap.kind))).toEqual([]);
      expect(
        report.gaps
          .filter((gap) => gap.kind === "extension" && gap.path.startsWith("Patient"))
          .flatMap((gap) => gap.urls),
      ).toEqual([
        "http://synthetichealth.github.io/synthea/disability-adjusted-life-years",
        "http://synthetichealth.github.io/synthea/quality-adjusted-life-years",
      ]);
    },
  );
});

describe("demo hospital", () => {
  it("F005 G2 names nothing but what is withheld by design", () => {
    const { resources } = generateHospital({
      seed: "gaps",
      size: "practice",
      now: Date.parse("2026-05-04T15:00:00Z"),
    });
    const report = gapReport(shippedCatalogue(), resources);
    expect(report.resources).toBeGreaterThan(1_000);
    expect(report.gaps.filter((gap) => !WITHHELD_BY_DESIGN.includes(gap.kind))).toEqual([]);
  });
});

describe("elementsIn", () => {
  it("F005 names the elements that own a value, and none for structure", () => {
    expect(
      idsIn({
        resourceType: "Patient",
        id: "1",
        name: [{ family: "A" }, { use: "maiden", family: "B" }],
        identifier: [
          { system: "http://hl7.org/fhir/sid/us-ssn", value: "1" },
          { system: "urn:x", value: "2" },
          { type: { coding: [{ code: "MR" }] } },
        ],
        text: { div: "x" },
        _birthDate: {
          extension: [
            { url: "http://hl7.org/fhir/StructureDefinition/patient-birthTime", valueDateTime: "2000" },
          ],
        },
      }),
    ).toEqual([
      "patient.name",
      "patient.mrn",
      "patient.birth-time",
      "patient.maiden-name",
      "patient.ssn",
      "patient.other-ids",
    ]);
  });

  it("F005 names every kind a record is of", () => {
    const category = [{ coding: [{ code: "social-history" }] }, { coding: [{ code: "survey" }] }];
    expect(idsIn({ resourceType: "Observation", category, valueString: "x" })).toEqual([
      "observation.survey",
      "social-history.findings",
    ]);
  });

  it("F005 names none in an unmapped type", () => {
    expect(idsIn({ resourceType: "Basic", code: { text: "x" } })).toEqual([]);
  });
});
