import { describe, expect, it } from "vitest";
import { parametersOf, termsFor } from "./finder-terms.ts";
import { chartTypes, durationText, type Scope, showsWhole, windowText } from "./scope.ts";
import { chartSearch } from "./use-pages.ts";

const field = (element: string, transform: string) => ({
  element,
  title: element,
  sensitivity: "low" as const,
  transform,
  rules: [],
});

const scope: Scope = {
  person: "rita.researcher",
  roles: [],
  records: [],
  patients: 0,
  fields: [
    {
      group: "patient",
      shown: [field("patient.birth-date", "generalize:year"), field("patient.mrn", "keep")],
      leftOut: [],
    },
  ],
  segmentsLeftOut: [],
  mayAsk: { eligible: false, elements: [], segments: [] },
  period: { asOf: "2026-05-04T14:00:00.000Z", ends: null, asked: null, attested: [] },
  declared: "research",
  purposes: [],
  system: "ehr",
  channel: "api",
  types: ["Practitioner", "VisionPrescription", "Condition", "Patient"].map((type) => ({
    type,
    directory: type === "Practitioner",
    elements: [],
    members: [],
  })),
  policy: "p",
};

describe("what one may see", () => {
  it("F008 lets one find patients only by what the purpose shows as it is", () => {
    expect(termsFor(scope).map(({ id }) => id)).toEqual(["identifier"]);
    expect(showsWhole(scope, "patient.birth-date")).toBe(false);
  });

  it("sends the terms that are filled in, without the spaces around them", () => {
    expect(parametersOf({ name: " Luz ", birthdate: "", identifier: "  " })).toEqual({ name: "Luz" });
  });

  it("orders the chart as it is read, the rare kinds apart, the directory out", () => {
    const { usual, rare } = chartTypes(scope);
    expect(usual.map(({ type }) => type)).toEqual(["Patient", "Condition"]);
    expect(rare.map(({ type }) => type)).toEqual(["VisionPrescription"]);
  });

  it("asks for the newest first only where the date is shown: ordering by it would tell it", () => {
    const dated = [{ path: "period", element: "encounter.dates", when: [] }];
    expect(chartSearch({ type: "Encounter", members: dated }, "7").parameters).toMatchObject({
      _sort: "-date",
    });
    expect(chartSearch({ type: "Encounter", members: [] }, "7").parameters).not.toHaveProperty("_sort");
  });

  it("says durations and windows in words", () => {
    expect([durationText("1h"), durationText("6mo"), durationText("encounter")]).toEqual([
      "1 hour",
      "6 months",
      "encounter",
    ]);
    const windows = [
      { source: "a", before: "30d", after: "30d" },
      { source: "b", before: "30d", after: "30d" },
    ];
    expect(windowText({ windows })).toBe("30 days back, 30 days ahead");
  });
});
