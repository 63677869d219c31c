import { describe, expect, it } from "vitest";
import { parseJson } from "../kernel/json.ts";
import type { JsonObject } from "../kernel/json.ts";
import { recordFactsOf } from "./record-facts.ts";
import type { RecordFacts, SegmentDefinition, SegmentLabels } from "./types.ts";

const ICD10 = "http://hl7.org/fhir/sid/icd-10-cm";
const RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm";
const ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

function segment(id: string, bit: number, labels: Partial<SegmentLabels>): SegmentDefinition {
  return {
    id,
    title: id,
    bit,
    guard: "none",
    labels: { security: new Set(), codes: new Set(), prefixes: [], ...labels },
  };
}

const SEGMENTS = [
  segment("sud", 0, {
    security: new Set([`${ACT_CODE}|SUD`]),
    codes: new Set([`${RXNORM}|351264`]),
    prefixes: [`${ICD10}|F11`, `${ICD10}|O99.32`],
  }),
  segment("psychotherapy", 3, { security: new Set([`${ACT_CODE}|PSYTHPN`]) }),
];

function facts(type: string, members: string): RecordFacts {
  return recordFactsOf(parseJson(`{"resourceType":"${type}","id":"r1",${members}}`) as JsonObject, SEGMENTS);
}

describe("patients of a record", () => {
  it("R1 a Patient is about itself", () => {
    expect(facts("Patient", `"link":[{"other":{"reference":"Patient/2"}}]`)).toMatchObject({
      patients: ["r1"],
      attributed: true,
    });
  });

  it("R1 a Patient without an id is unattributed", () => {
    expect(recordFactsOf({ resourceType: "Patient" }, [])).toMatchObject({ patients: [], attributed: false });
  });

  it.each([
    ["Observation", `"subject":{"reference":"Patient/1"},"performer":[{"reference":"Patient/2"}]`],
    ["AllergyIntolerance", `"patient":{"reference":"Patient/1"},"asserter":{"reference":"Patient/2"}`],
    [
      "Coverage",
      `"beneficiary":{"reference":"Patient/1"},"subscriber":{"reference":"Patient/2"},"payor":[{"reference":"Patient/3"}]`,
    ],
    ["Claim", `"patient":{"reference":"Patient/1"},"payee":{"party":{"reference":"Patient/2"}}`],
    [
      "Communication",
      `"subject":{"reference":"Patient/1"},"recipient":[{"reference":"Patient/2"}],"sender":{"reference":"Patient/3"}`,
    ],
    ["DocumentReference", `"subject":{"reference":"Patient/1"},"author":[{"reference":"Patient/2"}]`],
    ["Task", `"for":{"reference":"Patient/1"},"focus":{"reference":"Patient/2"}`],
    [
      "Consent",
      `"patient":{"reference":"Patient/1"},"provision":{"actor":[{"reference":{"reference":"Patient/2"}}]}`,
    ],
    ["Device", `"patient":{"reference":"Patient/1"}`],
  ])("R1 %s names its subject, not who took part", (type, members) => {
    expect(facts(type, members)).toMatchObject({ patients: ["1"], attributed: true });
  });

  it("R1 names every patient of a record about several", () => {
    const members = `"participant":[{"actor":{"reference":"Patient/1"}},{"actor":{"reference":"Patient/2"}},{"actor":{"reference":"Practitioner/3"}}]`;
    expect(facts("Appointment", members)).toMatchObject({ patients: ["1", "2"], attributed: true });
  });

  it.each(["Patient/1", "Patient/1/_history/4", "https://ehr.example/fhir/Patient/1", "urn:uuid:1"])(
    "R2 `%s` is patient 1",
    (link) => {
      expect(facts("Condition", `"subject":{"reference":"${link}"}`)).toMatchObject({
        patients: ["1"],
        attributed: true,
      });
    },
  );

  it.each([
    `{"reference":"#p"}`,
    `{"reference":"Patient?identifier=7"}`,
    `{"reference":"Patient/"}`,
    `{"reference":"https://ehr.example/fhir/Nobody/1"}`,
    `{"identifier":{"value":"7"}}`,
  ])("R3 `%s` leaves the record unattributed", (link) => {
    expect(facts("Condition", `"subject":${link}`)).toMatchObject({ patients: [], attributed: false });
  });

  it("R3 one link that cannot be followed is enough", () => {
    const members = `"participant":[{"actor":{"reference":"Patient/1"}},{"actor":{"reference":"#someone"}}]`;
    expect(facts("Appointment", members).attributed).toBe(false);
  });

  it("R3 a name alone is enough where a record without a patient would be in the directory", () => {
    expect(facts("Device", `"patient":{"display":"Ann Example"}`).attributed).toBe(false);
  });

  it("R3 a name alone beside a patient names a participant", () => {
    const members = `"participant":[{"actor":{"reference":"Patient/1"}},{"actor":{"display":"Room 2"}}]`;
    expect(facts("Appointment", members)).toMatchObject({ patients: ["1"], attributed: true });
  });

  it("R3 a link to a contained room is no link to a patient", () => {
    const members = `"contained":[{"resourceType":"Location","id":"room"}],"participant":[{"actor":{"reference":"Patient/1"}},{"actor":{"reference":"#room"}}]`;
    expect(facts("Appointment", members)).toMatchObject({ patients: ["1"], attributed: true });
  });

  it.each(["Practitioner", "Organization", "Location", "Slot", "Schedule", "Medication", "Device"])(
    "R4 %s without a patient is a directory record",
    (type) => {
      expect(facts(type, `"active":true`)).toMatchObject({ patients: [], attributed: true });
    },
  );

  it.each([
    "Observation",
    "Group",
    "Binary",
    "Bundle",
    "Parameters",
    "PaymentNotice",
    "Basic",
    "GuidanceResponse",
    "Nothing",
    "",
  ])("R4 `%s` without a patient is unattributed", (type) => {
    expect(facts(type, `"active":true`)).toMatchObject({ patients: [], attributed: false });
  });
});

function masked(members: string): number {
  return facts("Observation", members).segments;
}

describe("segments of a record", () => {
  it("R5 reads labels of meta.security", () => {
    expect(
      masked(
        `"meta":{"security":[{"system":"${ACT_CODE}","code":"PSYTHPN"},{"system":"${ACT_CODE}","code":"SUD"}]}`,
      ),
    ).toBe(0b1001);
  });

  it("R5 reads labels of a contained resource", () => {
    expect(
      masked(
        `"contained":[{"resourceType":"Composition","meta":{"security":[{"system":"${ACT_CODE}","code":"PSYTHPN"}]}}]`,
      ),
    ).toBe(0b1000);
  });

  it("R5 does not take a code elsewhere for a label", () => {
    expect(masked(`"code":{"coding":[{"system":"${ACT_CODE}","code":"PSYTHPN"}]}`)).toBe(0);
  });

  it.each([
    ["an exact code", `"method":{"coding":[{"system":"${RXNORM}","code":"351264"}]}`],
    ["a prefix", `"code":{"coding":[{"system":"${ICD10}","code":"F11.20"}]}`],
    ["a prefix, without its dot", `"code":{"coding":[{"system":"${ICD10}","code":"O9932"}]}`],
    [
      "the object identifier of a system",
      `"code":{"coding":[{"system":"urn:oid:2.16.840.1.113883.6.90","code":"F11.20"}]}`,
    ],
    [
      "a contained medication",
      `"contained":[{"resourceType":"Medication","code":{"coding":[{"system":"${RXNORM}","code":"351264"}]}}]`,
    ],
    ["an extension", `"extension":[{"url":"x","valueCoding":{"system":"${RXNORM}","code":"351264"}}]`],
    ["a member that R4 does not have", `"bogus":[{"system":"${RXNORM}","code":"351264"}]`],
  ])("R6 infers a segment from %s", (_, members) => {
    expect(masked(members)).toBe(0b0001);
  });

  it.each([
    ["the same code of another system", `"code":{"coding":[{"system":"http://x","code":"F11.20"}]}`],
    ["a code without a system", `"code":{"coding":[{"code":"351264"}]}`],
    ["a longer exact code", `"code":{"coding":[{"system":"${RXNORM}","code":"3512640"}]}`],
  ])("R6 does not infer from %s", (_, members) => {
    expect(masked(members)).toBe(0);
  });
});

describe("refs of a record", () => {
  it("R7 are the record and what it refers to", () => {
    const members = `"encounter":{"reference":"https://x/Encounter/7"},"basedOn":[{"reference":"ServiceRequest/8"}],"performer":[{"display":"nobody"}]`;
    expect(facts("Observation", members).refs).toEqual(["Observation/r1", "Encounter/7", "ServiceRequest/8"]);
  });

  it("R7 leave out what a contained resource refers to", () => {
    const members = `"contained":[{"resourceType":"Coverage","contract":[{"reference":"Contract/1"}]}]`;
    expect(facts("Observation", members).refs).toEqual(["Observation/r1"]);
  });

  it("R7 a urn link stands for each type that R4 allows there", () => {
    expect(
      facts("Observation", `"encounter":{"reference":"urn:uuid:e"},"specimen":{"reference":"urn:uuid:s"}`)
        .refs,
    ).toEqual(["Observation/r1", "Encounter/e", "Specimen/s"]);
  });

  it("R7 a urn link with a type stands for that type", () => {
    expect(facts("Task", `"focus":{"reference":"urn:uuid:c","type":"Claim"}`).refs).toEqual([
      "Task/r1",
      "Claim/c",
    ]);
  });
});
