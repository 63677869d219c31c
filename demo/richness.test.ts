import { describe, expect, test } from "vitest";
import { stringifyJson } from "../src/kernel/json.ts";
import type { JsonObject } from "../src/kernel/json.ts";
import { at, list, ofType, sharedHospital, text } from "./testing/shared-hospital.ts";

const hospital = sharedHospital();

const TYPES = `
  Account AllergyIntolerance Appointment CarePlan CareTeam ChargeItem Claim ClaimResponse Communication Composition Condition Consent
  Coverage CoverageEligibilityResponse Device DiagnosticReport DocumentReference Encounter ExplanationOfBenefit FamilyMemberHistory Goal
  Group ImagingStudy Immunization Invoice Location MedicationAdministration MedicationDispense MedicationRequest MedicationStatement
  MolecularSequence Observation Organization Patient Practitioner PractitionerRole Procedure Provenance QuestionnaireResponse RelatedPerson
  ResearchStudy ResearchSubject Schedule ServiceRequest Slot Specimen Task
`
  .trim()
  .split(/\s+/);

function some(type: string, holds: (resource: JsonObject) => boolean): boolean {
  return ofType(hospital, type).some(holds);
}

function hasCode(resource: JsonObject, member: string, code: string): boolean {
  return list(resource[member]).some((concept) =>
    list(at(concept, "coding")).some((coding) => at(coding, "code") === code),
  );
}

function isLabeled(resource: JsonObject, code: string): boolean {
  return list(at(resource, "meta", "security")).some((label) => at(label, "code") === code);
}

describe("richness", () => {
  test.each(TYPES)("F158 there are records of type %s", (type) => {
    expect(ofType(hospital, type).length).toBeGreaterThan(0);
  });

  test.each(["MR", "SS", "DL", "PPN"])("F005 patients have an identifier of type %s", (type) => {
    expect(
      some("Patient", (patient) =>
        list(patient["identifier"]).some((each) => at(each, "type", "coding", 0, "code") === type),
      ),
    ).toBe(true);
  });

  test.each([
    "us-core-race",
    "us-core-ethnicity",
    "us-core-birthsex",
    "us-core-genderIdentity",
    "patient-mothersMaidenName",
    "patient-birthPlace",
  ])("F005 patients have the extension %s", (name) => {
    expect(
      some("Patient", (patient) =>
        list(patient["extension"]).some((each) => text(at(each, "url")).endsWith(`/${name}`)),
      ),
    ).toBe(true);
  });

  test.each([
    ["a contact", "contact"],
    ["a photo", "photo"],
    ["a language", "communication"],
    ["a primary care provider", "generalPractitioner"],
    ["a marital status", "maritalStatus"],
    ["a time of birth beside the date", "_birthDate"],
  ])("F005 patients have %s", (_, member) => {
    expect(some("Patient", (patient) => patient[member] !== undefined)).toBe(true);
  });

  test("F005 addresses have a geolocation", () => {
    expect(
      some("Patient", (patient) =>
        text(at(patient, "address", 0, "extension", 0, "url")).endsWith("/geolocation"),
      ),
    ).toBe(true);
  });

  test.each(["11504-8", "18842-5", "34108-1", "11506-3", "11488-4", "34866-4"])(
    "F005 there are notes of LOINC type %s",
    (type) => {
      expect(some("DocumentReference", (note) => at(note, "type", "coding", 0, "code") === type)).toBe(true);
    },
  );

  test.each(["text/plain", "text/html"])("F005 note bodies of %s name the patient", (kind) => {
    const notes = ofType(hospital, "DocumentReference").filter(
      (note) => at(note, "content", 0, "attachment", "contentType") === kind,
    );
    expect(notes.length).toBeGreaterThan(0);
    for (const note of notes) {
      const body = Buffer.from(text(at(note, "content", 0, "attachment", "data")), "base64").toString("utf8");
      expect(body).toContain(text(at(note, "subject", "display")));
    }
  });

  test.each(["laboratory", "vital-signs", "social-history", "survey", "GE"])(
    "F005 there are observations of the category %s",
    (category) => {
      expect(some("Observation", (observation) => hasCode(observation, "category", category))).toBe(true);
    },
  );

  test.each(["LAB", "RAD"])("F005 there are reports of the category %s", (category) => {
    expect(some("DiagnosticReport", (report) => hasCode(report, "category", category))).toBe(true);
  });

  test.each(["42CFRPart2", "ETH", "PSY", "PSYTHPN", "HIV", "GDIS", "SEX", "ADOL"])(
    "F005 some records bear the label %s",
    (label) => {
      expect(hospital.resources.some((resource) => isLabeled(resource, label))).toBe(true);
    },
  );

  test.each([
    ["substance use", "F11.20"],
    ["HIV", "B20"],
    ["behavioral health", "F33.1"],
  ])("F005 some records of %s have codes and no label", (_, code) => {
    expect(
      some(
        "Condition",
        (condition) =>
          stringifyJson(condition).includes(`"${code}"`) && at(condition, "meta", "security") === undefined,
      ),
    ).toBe(true);
  });

  test("F169 decimals keep digits after the last that counts, and numbers of 20 digits occur", () => {
    const charts = hospital.resources.map(stringifyJson).join("\n");
    expect(charts).toMatch(/"value":\d+\.\d0[,}]/);
    expect(charts).toMatch(/"value":"\d{20}"/);
  });

  test("contained resources, displays and narratives hold names", () => {
    expect(
      some("ExplanationOfBenefit", (each) =>
        text(at(each, "contained", 0, "text", "div")).includes("member"),
      ),
    ).toBe(true);
    expect(
      some("MedicationRequest", (each) => at(each, "contained", 0, "resourceType") === "Medication"),
    ).toBe(true);
    expect(some("Observation", (each) => text(at(each, "subject", "display")) !== "")).toBe(true);
  });

  test("all phones are fictional, all mail goes nowhere, no SSN can be real", () => {
    for (const patient of ofType(hospital, "Patient")) {
      const telecom = list(patient["telecom"]).map((each) => text(at(each, "value")));
      expect(telecom.every((value) => /^\(603\) 555-01\d\d$|@example\.(com|org)$/.test(value))).toBe(true);
      const ssn = list(patient["identifier"]).find(
        (each) => at(each, "system") === "http://hl7.org/fhir/sid/us-ssn",
      );
      expect(text(at(ssn, "value"))).toMatch(/^9\d\d-\d\d-\d{4}$/);
    }
  });

  test("strangers share surnames", () => {
    const families = hospital.demand.patients.map(
      ({ person, household }) => `${person.family} ${household.key}`,
    );
    const households = new Map<string, Set<string>>();
    for (const entry of families) {
      const [family = "", key = ""] = entry.split(" household");
      households.set(family, (households.get(family) ?? new Set()).add(key));
    }
    expect([...households.values()].filter((keys) => keys.size > 3).length).toBeGreaterThan(3);
  });
});
