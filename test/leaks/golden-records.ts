/** The landmark records whose projections are fixed in goldens/: one for each thing that CONTENT says of a role. */
import type { Hospital } from "../../demo/hospital.ts";
import { at, list, nameOf, text } from "../../demo/testing/shared-hospital.ts";
import { recordFactsOf } from "../../src/catalogue/record-facts.ts";
import type { JsonObject } from "../../src/kernel/json.ts";
import type { CompiledPolicy } from "../../src/policy/types.ts";

/**
 * What the record is in the goldens → the record as the hospital has it: pat's own, else one without a sensitive
 * segment, else any. Throws when the hospital has none.
 */
export function goldenRecords(
  { resources, landmarks }: Hospital,
  { segments }: CompiledPolicy,
): ReadonlyMap<string, JsonObject> {
  const pats = (record: JsonObject): boolean => patientOf(record) === landmarks.pat;
  const isOrdinary = (record: JsonObject): boolean => recordFactsOf(record, segments).segments === 0;
  const find = (what: string, holds: (record: JsonObject) => boolean): readonly [string, JsonObject] => {
    const candidates = resources.filter(holds);
    const ordinary = candidates.filter(isOrdinary);
    const record = ordinary.find(pats) ?? ordinary[0] ?? candidates[0];
    if (record === undefined) throw new Error(`the hospital has no ${what}`);
    return [what, record];
  };
  const of =
    (type: string, holds: (record: JsonObject) => boolean = () => true) =>
    (record: JsonObject): boolean =>
      record["resourceType"] === type && holds(record);
  const named =
    (name: string) =>
    (record: JsonObject): boolean =>
      nameOf(record) === name;
  const coded =
    (member: string, code: string) =>
    (record: JsonObject): boolean =>
      JSON.stringify(record[member] ?? null).includes(`"${code}"`);

  return new Map([
    find("patient", named(`Patient/${landmarks.pat}`)),
    find("contact", of("RelatedPerson")),
    find("appointment of a depressed patient", of("Appointment", coded("reasonCode", "370143000"))),
    find(
      "appointment",
      of("Appointment", (record) => record["reasonCode"] !== undefined),
    ),
    find(
      "encounter",
      of("Encounter", (record) => record["reasonCode"] !== undefined),
    ),
    find("problem", of("Condition")),
    find(
      "hiv problem",
      of("Condition", (record) => patientOf(record) === landmarks.hivPatient && coded("meta", "HIV")(record)),
    ),
    find("part 2 problem", of("Condition", coded("meta", "42CFRPart2"))),
    find(
      "prescription",
      of("MedicationRequest", (record) => record["medicationCodeableConcept"] !== undefined),
    ),
    find("prescription to be filled", named(landmarks.openPrescription)),
    find("allergy", of("AllergyIntolerance")),
    find("immunization", of("Immunization")),
    find("laboratory result", of("Observation", coded("category", "laboratory"))),
    find("vital sign", of("Observation", coded("category", "vital-signs"))),
    find("social history", of("Observation", coded("category", "social-history"))),
    find("progress note", of("DocumentReference", coded("type", "11506-3"))),
    find("psychotherapy note of paul", named(landmarks.paulsPsychotherapyNote)),
    find("psychotherapy note of another", named(landmarks.psychotherapyNote)),
    find("order", of("ServiceRequest")),
    find("claim", named(landmarks.assignedClaim)),
    find("claim for HIV care", of("Claim", coded("diagnosis", "B20"))),
    find("report", of("DiagnosticReport")),
    find("procedure", of("Procedure")),
    find("care plan", of("CarePlan")),
    find("task", of("Task")),
    find("explanation of benefit", of("ExplanationOfBenefit")),
    find("coverage", of("Coverage")),
    find("account", of("Account")),
    find("message", of("Communication")),
    find("practitioner", named("Practitioner/practitioner-paul-provider")),
  ]);
}

function patientOf(record: JsonObject): string {
  const links = ["subject", "patient", "beneficiary", "participant"].flatMap((member) => [
    record[member],
    ...list(record[member]),
  ]);
  const link = links.map((one) => text(at(one, "reference"))).find((one) => one !== "");
  return (link ?? "").replace("Patient/", "");
}
