import type { JsonObject } from "../../src/kernel/json.ts";
import { dateTime, dayOfMoment } from "../calendar.ts";
import type { Diagnosis, Medication, Visit } from "../demand/types.ts";
import { code, concept, identifier, integer, narrative, quantity, reference } from "../fhir/datatypes.ts";
import { SYSTEMS, terminology } from "../fhir/systems.ts";
import { labelsOf, refCondition, refEncounter, refMember, refOrganization, refPatient } from "./scope.ts";
import type { ChartScope } from "./scope.ts";

const DISPENSE_SHARE = 0.7;
const DISPENSE_DELAY_MINUTES = 180;
const CONTAINED_SHARE = 0.1;

/** Prescriptions written at a visit and what the pharmacy made of them. */
export function writePrescriptions(scope: ChartScope, visit: Visit): void {
  for (const reason of visit.reasons) {
    for (const medication of reason.problem.medications) writePrescription(scope, visit, reason, medication);
  }
}

function writePrescription(scope: ChartScope, visit: Visit, reason: Diagnosis, medication: Medication): void {
  const random = scope.random.stream(`prescription/${visit.encounterId}/${medication.rxnorm.code}`);
  const active = isActive(scope, visit, reason);
  const contained = random.chance(CONTAINED_SHARE);
  const prescription = scope.book.add({
    type: "MedicationRequest",
    patient: visit.patient,
    recorded: visit.end,
    labels: labelsOf([reason]),
    profile: "http://hl7.org/fhir/us/core/StructureDefinition/us-core-medicationrequest",
    story: [`${medication.rxnorm.display}: ${medication.dosage}, for ${reason.problem.icd10.display}`],
    body: {
      contained: contained ? [containedMedication(visit, medication)] : undefined,
      identifier: [identifier(SYSTEMS.order, `M${random.digits(8)}`)],
      status: active ? "active" : "completed",
      intent: "order",
      category: [concept(code(terminology("medicationrequest-category"), "outpatient", "Outpatient"))],
      ...(contained
        ? { medicationReference: reference("#medication", medication.rxnorm.display) }
        : { medicationCodeableConcept: concept(medication.rxnorm) }),
      subject: refPatient(visit.patient),
      encounter: refEncounter(visit),
      authoredOn: dateTime(visit.end),
      requester: refMember(visit.clinician),
      performer: refMember(scope.workforce.colleagueOf("phil.pharmacist", visit.encounterId)),
      reasonCode: [concept(reason.problem.snomed, reason.problem.icd10)],
      reasonReference: [refCondition(reason)],
      note: [{ text: `${visit.patient.person.given[0]} was told how to take it.` }],
      dosageInstruction: [dosageOf(medication)],
      dispenseRequest: {
        numberOfRepeatsAllowed: integer(reason.problem.chronic ? 3 : 0),
        quantity: quantity(integer(medication.supply), "dose", "{dose}"),
        performer: refOrganization(scope, "pharmacy"),
      },
    },
  });
  const dispensed = random.chance(DISPENSE_SHARE) && visit.end + DISPENSE_DELAY_MINUTES < scope.closesAt;
  if (dispensed) writeDispense(scope, visit, { reason, medication, prescription });
}

/** Chronic medication stays active; a short course ends after ten days. */
function isActive(scope: ChartScope, visit: Visit, reason: Diagnosis): boolean {
  return reason.problem.chronic || dayOfMoment(visit.end) + 10 > scope.today;
}

/** Some systems carry the drug inside the order, with a narrative of its own. */
function containedMedication(visit: Visit, medication: Medication): JsonObject {
  const { given, family } = visit.patient.person;
  return {
    resourceType: "Medication",
    id: "medication",
    text: narrative([`${medication.rxnorm.display} for ${given[0]} ${family}`]),
    code: concept(medication.rxnorm),
    status: "active",
  };
}

function dosageOf(medication: Medication): JsonObject {
  return {
    text: medication.dosage,
    timing: { repeat: { frequency: integer(medication.timesPerDay), period: integer(1), periodUnit: "d" } },
    doseAndRate: [{ doseQuantity: quantity(integer(1), "dose", "{dose}") }],
  };
}

function writeDispense(
  scope: ChartScope,
  visit: Visit,
  order: { reason: Diagnosis; medication: Medication; prescription: string },
): void {
  const { reason, medication, prescription } = order;
  const at = visit.end + DISPENSE_DELAY_MINUTES;
  scope.book.add({
    type: "MedicationDispense",
    patient: visit.patient,
    recorded: at,
    labels: labelsOf([reason]),
    story: [`Dispensed ${medication.rxnorm.display}`],
    body: {
      status: "completed",
      medicationCodeableConcept: concept(medication.rxnorm),
      subject: refPatient(visit.patient),
      context: refEncounter(visit),
      performer: [{ actor: refMember(scope.workforce.colleagueOf("phil.pharmacist", visit.encounterId)) }],
      authorizingPrescription: [reference(prescription)],
      quantity: quantity(integer(medication.supply), "dose", "{dose}"),
      daysSupply: quantity(integer(medication.supply / medication.timesPerDay), "d"),
      whenPrepared: dateTime(at - 30),
      whenHandedOver: dateTime(at),
      dosageInstruction: [dosageOf(medication)],
    },
  });
}
