import { describe, expect, it } from "vitest";
import { parseJson } from "../kernel/json.ts";
import type { JsonObject } from "../kernel/json.ts";
import { createLabelBook } from "./label-book.ts";
import { ownLabels } from "./lent-labels.ts";
import type { SegmentDefinition, SegmentLabels } from "./types.ts";

const ICD10 = "http://hl7.org/fhir/sid/icd-10-cm";
const SNOMED = "http://snomed.info/sct";
const RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm";
const NDC = "http://hl7.org/fhir/sid/ndc";
const ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

const BH = 0b0001;
const SUD = 0b0010;
const PART2 = 0b0100;
const NOTES = 0b1000;

function segment(
  id: string,
  bit: number,
  labels: Partial<SegmentLabels>,
  guard: SegmentDefinition["guard"] = "none",
): SegmentDefinition {
  return {
    id,
    title: id,
    bit,
    guard,
    labels: { security: new Set(), codes: new Set(), prefixes: [], ...labels },
  };
}

const SEGMENTS = [
  segment("bh", 0, {
    security: new Set([`${ACT_CODE}|BH`]),
    prefixes: [`${ICD10}|F3`],
    settings: new Set([`${SNOMED}|394587001`]),
  }),
  segment("sud", 1, { codes: new Set([`${RXNORM}|1819`]), prefixes: [`${NDC}|12496-1208`] }),
  segment(
    "part2",
    2,
    { security: new Set([`${ACT_CODE}|42CFRPart2`]), sources: new Set(["https://program.example"]) },
    "part2-consent",
  ),
  segment("psychotherapy", 3, { security: new Set([`${ACT_CODE}|PSYTHPN`]) }, "authorization"),
];

const PSYCHIATRY = `[{"coding":[{"system":"${SNOMED}","code":"394587001"}]}]`;
const DEPRESSION = `"code":{"coding":[{"system":"${ICD10}","code":"F32.9"}]}`;
const BUPRENORPHINE = `"code":{"coding":[{"system":"${RXNORM}","code":"1819"}]}`;
const label = (code: string): string => `"meta":{"security":[{"system":"${ACT_CODE}","code":"${code}"}]}`;

function record(ref: string, members: string): JsonObject {
  const [type, id] = ref.split("/");
  return parseJson(`{"resourceType":"${type}","id":"${id}",${members}}`) as JsonObject;
}

/** What the first record comes by through the others. */
function lent(first: JsonObject, ...others: readonly JsonObject[]): number {
  const book = createLabelBook(SEGMENTS);
  for (const other of [first, ...others]) book.add(other);
  return book.lentTo(first);
}

describe("labels through references", () => {
  it("R8 F166 an order for buprenorphine is labeled by the medication it refers to", () => {
    const order = record("MedicationRequest/1", `"medicationReference":{"reference":"Medication/b"}`);
    expect(lent(order, record("Medication/b", BUPRENORPHINE))).toBe(SUD);
  });

  it("R8 F166 a compound is labeled by what it is made of", () => {
    const order = record("MedicationRequest/1", `"medicationReference":{"reference":"Medication/c"}`);
    const compound = record("Medication/c", `"ingredient":[{"itemReference":{"reference":"Medication/b"}}]`);
    expect(lent(order, compound, record("Medication/b", BUPRENORPHINE))).toBe(SUD);
  });

  it.each([
    ["Claim", `"diagnosis":[{"diagnosisReference":{"reference":"Condition/d"}}]`],
    ["ExplanationOfBenefit", `"diagnosis":[{"diagnosisReference":{"reference":"Condition/d"}}]`],
    ["Encounter", `"diagnosis":[{"condition":{"reference":"Condition/d"}}]`],
    ["Encounter", `"reasonReference":[{"reference":"Condition/d"}]`],
    ["MedicationRequest", `"reasonReference":[{"reference":"https://ehr.example/fhir/Condition/d"}]`],
    ["CarePlan", `"addresses":[{"reference":"urn:uuid:d"}]`],
  ])("R8 F166 %s takes the labels of a diagnosis it refers to", (type, members) => {
    expect(lent(record(`${type}/1`, members), record("Condition/d", DEPRESSION))).toBe(BH);
  });

  it("R8 a report takes those of its results", () => {
    const report = record("DiagnosticReport/1", `"result":[{"reference":"Observation/o"}]`);
    expect(lent(report, record("Observation/o", label("BH")))).toBe(BH);
  });

  it("R8 a contained resource's references count as the record's own", () => {
    const contained = `"contained":[{"resourceType":"MedicationRequest","id":"m","reasonReference":[{"reference":"Condition/d"}]}]`;
    expect(lent(record("ExplanationOfBenefit/1", contained), record("Condition/d", DEPRESSION))).toBe(BH);
  });

  it("R8 follows two references in a row and no third", () => {
    const claim = record("ExplanationOfBenefit/1", `"claim":{"reference":"Claim/2"}`);
    const second = record("Claim/2", `"prescription":{"reference":"MedicationRequest/3"}`);
    const labeled = record("MedicationRequest/3", label("BH"));
    const unlabeled = record("MedicationRequest/3", `"reasonReference":[{"reference":"Condition/d"}]`);
    expect(lent(claim, second, labeled)).toBe(BH);
    expect(lent(claim, second, unlabeled, record("Condition/d", DEPRESSION))).toBe(0);
  });

  it("R8 references in a circle come to an end", () => {
    const first = record("Observation/1", `"hasMember":[{"reference":"Observation/2"}]`);
    const second = record("Observation/2", `"hasMember":[{"reference":"Observation/1"}],${label("BH")}`);
    expect([lent(first, second), lent(second, first)]).toEqual([BH, BH]);
  });

  it("R8 what cannot be found lends nothing", () => {
    expect(lent(record("Encounter/1", `"reasonReference":[{"reference":"Condition/gone"}]`))).toBe(0);
  });

  it.each([
    ["Patient/p", `"generalPractitioner":[{"reference":"PractitionerRole/r"}]`],
    ["Location/l", `"managingOrganization":{"reference":"PractitionerRole/r"}`],
  ])("R8 %s takes nothing", (ref, members) => {
    expect(lent(record(ref, members), record("PractitionerRole/r", `"specialty":${PSYCHIATRY}`))).toBe(0);
  });

  it("R8 of two records under one id both lend", () => {
    const order = record("MedicationRequest/1", `"medicationReference":{"reference":"Medication/b"}`);
    const harmless = record("Medication/b", `"status":"active"`);
    const labeled = record("Medication/b", BUPRENORPHINE);
    expect([lent(order, harmless, labeled), lent(order, labeled, harmless)]).toEqual([SUD, SUD]);
  });
});

describe("labels of a visit", () => {
  const pressure = record("Observation/bp", `"encounter":{"reference":"Encounter/v"}`);
  const about = `"reasonCode":[{"coding":[{"system":"${ICD10}","code":"F32.9"}]}]`;

  it("R9 F166 a blood pressure is not labeled by the reason of the visit", () => {
    expect(lent(pressure, record("Encounter/v", about))).toBe(0);
    expect(lent(pressure, record("Encounter/v", label("BH")))).toBe(0);
  });

  it("R9 F166 a blood pressure of a psychiatric visit is labeled by the specialty", () => {
    expect(lent(pressure, record("Encounter/v", `"type":${PSYCHIATRY}`))).toBe(BH);
  });

  it("R9 R10 a blood pressure taken in a psychiatric clinic is labeled by the place", () => {
    const visit = record("Encounter/v", `"location":[{"location":{"reference":"Location/c"}}]`);
    expect(lent(pressure, visit, record("Location/c", `"type":${PSYCHIATRY}`))).toBe(BH);
  });

  it("R9 a blood pressure taken by a Part 2 program is the program's record", () => {
    expect(lent(pressure, record("Encounter/v", label("42CFRPart2")))).toBe(PART2);
  });

  it("R9 a visit's diagnoses do not reach what was measured during it", () => {
    const visit = record("Encounter/v", `"diagnosis":[{"condition":{"reference":"Condition/d"}}]`);
    expect(lent(pressure, visit, record("Condition/d", DEPRESSION))).toBe(0);
  });

  it.each([
    ["DocumentReference", `"context":{"encounter":[{"reference":"Encounter/v"}]}`],
    ["Claim", `"item":[{"encounter":[{"reference":"Encounter/v"}]}]`],
    ["Composition", `"encounter":{"reference":"Encounter/v"}`],
    ["Task", `"focus":{"reference":"Encounter/v"}`],
    ["Provenance", `"target":[{"reference":"Encounter/v"}]`],
  ])("R9 %s tells of the visit as a whole", (type, members) => {
    expect(lent(record(`${type}/1`, members), record("Encounter/v", about))).toBe(BH);
  });
});

describe("labels of place and specialty", () => {
  it("R10 label a record of a chart that bears them, and not the directory entry", () => {
    const appointment = record("Appointment/1", `"specialty":${PSYCHIATRY}`);
    const role = record("PractitionerRole/r", `"specialty":${PSYCHIATRY}`);
    expect([ownLabels(appointment, SEGMENTS), ownLabels(role, SEGMENTS)]).toEqual([BH, 0]);
  });

  it("R10 F166 an order is labeled by the specialty of who gave it", () => {
    const order = record("MedicationRequest/1", `"requester":{"reference":"PractitionerRole/r"}`);
    expect(lent(order, record("PractitionerRole/r", `"specialty":${PSYCHIATRY}`))).toBe(BH);
  });
});

describe("explicit labels", () => {
  it("R11 F166 psychotherapy notes do not lend their label", () => {
    const summary = record("Composition/1", `"section":[{"entry":[{"reference":"DocumentReference/n"}]}]`);
    expect(lent(summary, record("DocumentReference/n", label("PSYTHPN")))).toBe(0);
    expect(ownLabels(record("DocumentReference/n", label("PSYTHPN")), SEGMENTS)).toBe(NOTES);
  });

  it.each(["https://program.example", "https://program.example#request-7"])(
    "R5 F166 meta.source `%s` is the program's",
    (source) => {
      expect(ownLabels(record("Observation/1", `"meta":{"source":"${source}"}`), SEGMENTS)).toBe(PART2);
    },
  );

  it("R5 a source that only begins alike is another", () => {
    const members = `"meta":{"source":"https://program.example.org"}`;
    expect(ownLabels(record("Observation/1", members), SEGMENTS)).toBe(0);
  });
});

describe("National Drug Codes", () => {
  it.each(["12496-1208-3", "12496-1208-03", "12496120803", "12496-1208"])(
    "R6 F166 `%s` is a package of the product",
    (code) => {
      const members = `"code":{"coding":[{"system":"${NDC}","code":"${code}"}]}`;
      expect(ownLabels(record("Medication/1", members), SEGMENTS)).toBe(SUD);
    },
  );

  it("R6 another labeler's product is not", () => {
    const members = `"code":{"coding":[{"system":"${NDC}","code":"1249-61208-03"}]}`;
    expect(ownLabels(record("Medication/1", members), SEGMENTS)).toBe(0);
  });
});
