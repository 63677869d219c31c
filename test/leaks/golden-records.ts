/** The records whose projections are fixed in goldens/: one for each thing that the roles differ about. */
import type { Hospital } from "../../demo/hospital.ts";
import type { Landmarks } from "../../demo/landmarks.ts";
import { at, list, nameOf, text } from "../../demo/testing/shared-hospital.ts";
import { recordFactsOf } from "../../src/catalogue/record-facts.ts";
import type { JsonObject } from "../../src/kernel/json.ts";
import type { CompiledPolicy } from "../../src/policy/types.ts";

type Test = (record: JsonObject, landmarks: Landmarks) => boolean;

/** What a record is called in the goldens, and which one it is. */
const WANTED: Readonly<Record<string, Test>> = {
  patient: named(({ pat }) => `Patient/${pat}`),
  contact: of("RelatedPerson"),
  appointment: of("Appointment", has("reasonCode")),
  "appointment of a depressed patient": of("Appointment", coded("reasonCode", "370143000")),
  encounter: of("Encounter", has("reasonCode")),
  problem: of("Condition"),
  "hiv problem": of("Condition", coded("meta", "HIV")),
  "part 2 problem": of("Condition", coded("meta", "42CFRPart2")),
  prescription: of("MedicationRequest", has("medicationCodeableConcept")),
  "prescription to be filled": named(({ openPrescription }) => openPrescription),
  allergy: of("AllergyIntolerance"),
  immunization: of("Immunization"),
  "laboratory result": of("Observation", coded("category", "laboratory")),
  "vital sign": of("Observation", coded("category", "vital-signs")),
  "social history": of("Observation", coded("category", "social-history")),
  "progress note": of("DocumentReference", coded("type", "11506-3")),
  "psychotherapy note of paul": named(({ paulsPsychotherapyNote }) => paulsPsychotherapyNote),
  "psychotherapy note of another": named(({ psychotherapyNote }) => psychotherapyNote),
  order: of("ServiceRequest"),
  report: of("DiagnosticReport"),
  procedure: of("Procedure"),
  "care plan": of("CarePlan"),
  claim: named(({ assignedClaim }) => assignedClaim),
  "claim for HIV care": of("Claim", coded("diagnosis", "B20")),
  "explanation of benefit": of("ExplanationOfBenefit"),
  coverage: of("Coverage"),
  account: of("Account"),
  task: of("Task"),
  message: of("Communication"),
  practitioner: named(() => "Practitioner/practitioner-paul-provider"),
};

/**
 * What the record is called → the record: pat's own, else one without a sensitive segment, else any.
 * Throws when the hospital has none.
 */
export function goldenRecords(
  { resources, landmarks }: Hospital,
  { segments }: CompiledPolicy,
): ReadonlyMap<string, JsonObject> {
  return new Map(
    Object.entries(WANTED).map(([what, holds]) => {
      const candidates = resources.filter((record) => holds(record, landmarks));
      const ordinary = candidates.filter((record) => recordFactsOf(record, segments).segments === 0);
      const record = ordinary.find((one) => patientOf(one) === landmarks.pat) ?? ordinary[0] ?? candidates[0];
      if (record === undefined) throw new Error(`the hospital has no ${what}`);
      return [what, record];
    }),
  );
}

function of(type: string, holds: (record: JsonObject) => boolean = () => true): Test {
  return (record) => record["resourceType"] === type && holds(record);
}

function named(link: (landmarks: Landmarks) => string): Test {
  return (record, landmarks) => nameOf(record) === link(landmarks);
}

function has(member: string): (record: JsonObject) => boolean {
  return (record) => record[member] !== undefined;
}

function coded(member: string, code: string): (record: JsonObject) => boolean {
  return (record) => JSON.stringify(record[member] ?? null).includes(`"${code}"`);
}

function patientOf(record: JsonObject): string {
  const links = ["subject", "patient", "beneficiary"].flatMap((member) => [
    record[member],
    ...list(record[member]),
  ]);
  const link = links.map((one) => text(at(one, "reference"))).find((one) => one !== "");
  return (link ?? "").replace("Patient/", "");
}
