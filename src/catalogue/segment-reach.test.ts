import { describe, expect, it } from "vitest";
import { parseJson } from "../kernel/json.ts";
import type { JsonObject } from "../kernel/json.ts";
import { candidateSegments } from "./candidate-sets.ts";
import { segmentReach } from "./segment-reach.ts";

const ICD10 = "http://hl7.org/fhir/sid/icd-10-cm";

const record = (type: string, id: string, code: string, members = ""): JsonObject =>
  parseJson(
    `{"resourceType":"${type}","id":"${id}","code":{"coding":[{"system":"${ICD10}","code":"${code}"}]}${members}}`,
  ) as JsonObject;

const RECORDS = [
  record("Condition", "c1", "F11.20"),
  record("Condition", "c2", "I10"),
  record("Condition", "c3", "F1A"),
  record("MedicationRequest", "m1", "x", `,"reasonReference":[{"reference":"Condition/c1"}]`),
  record("MedicationRequest", "m2", "F11.9", `,"reasonReference":[{"reference":"Condition/c1"}]`),
  record("Encounter", "e1", "x"),
];

const reachOf = (...codes: readonly string[]) => {
  const [group = []] = candidateSegments(codes.map((code) => ({ set: "opioids", system: ICD10, code })));
  return segmentReach(group, RECORDS);
};

describe("the reach of a list of codes", () => {
  it("F166 counts by type what carries the label by itself, and what only through references", () => {
    expect(reachOf("F11*")).toEqual([
      { segment: "opioids", type: "Condition", records: 3, own: 1, lent: 0 },
      { segment: "opioids", type: "MedicationRequest", records: 2, own: 1, lent: 1 },
    ]);
  });

  it("F166 takes a code without a star for that code alone", () => {
    expect(reachOf("F11")).toEqual([]);
    expect(reachOf("I10").map(({ type, own }) => [type, own])).toEqual([["Condition", 1]]);
  });

  it("F166 measures more lists than one mask tells apart", () => {
    const lists = Array.from({ length: 40 }, (_, at) => ({ set: `s${at}`, system: ICD10, code: "I10" }));
    const reach = candidateSegments(lists).flatMap((group) => segmentReach(group, RECORDS));
    expect(reach.map(({ segment, own }) => [segment, own])).toEqual(lists.map(({ set }) => [set, 1]));
  });
});
