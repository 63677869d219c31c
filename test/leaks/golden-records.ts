/** The landmark records whose projections are fixed in goldens/: one for each thing that CONTENT says of a role. */
import type { Hospital } from "../../demo/hospital.ts";
import { at, list, nameOf, text } from "../../demo/testing/shared-hospital.ts";
import type { JsonObject } from "../../src/kernel/json.ts";

/** What the record is in the goldens → the record as the hospital has it. Throws when the hospital has none. */
export function goldenRecords({ resources, landmarks }: Hospital): ReadonlyMap<string, JsonObject> {
  const find = (what: string, holds: (record: JsonObject) => boolean): readonly [string, JsonObject] => {
    const record = resources.find(holds);
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
  const pats = (record: JsonObject): boolean => patientOf(record) === landmarks.pat;

  return new Map([
    find("patient", named(`Patient/${landmarks.pat}`)),
    find("contact", of("RelatedPerson")),
    find(
      "appointment",
      of("Appointment", (record) => record["reasonCode"] !== undefined),
    ),
    find("encounter", named(landmarks.codingEncounter)),
    find("problem", of("Condition", pats)),
    find(
      "hiv problem",
      of("Condition", (record) => patientOf(record) === landmarks.hivPatient && coded("meta", "HIV")(record)),
    ),
    find("part 2 problem", of("Condition", coded("meta", "42CFRPart2"))),
    find("prescription", named(landmarks.openPrescription)),
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
    find("explanation of benefit", of("ExplanationOfBenefit")),
    find("coverage", of("Coverage", pats)),
    find("account", of("Account", pats)),
    find("message", of("Communication")),
    find("practitioner", named("Practitioner/practitioner-paul-provider")),
  ]);
}

function patientOf(record: JsonObject): string {
  const links = ["subject", "patient", "beneficiary"].flatMap((member) => [
    record[member],
    ...list(record[member]),
  ]);
  const link = links.map((one) => text(at(one, "reference"))).find((one) => one !== "");
  return (link ?? "").replace("Patient/", "");
}
