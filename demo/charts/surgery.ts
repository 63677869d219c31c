import type { JsonObject } from "../../src/kernel/json.ts";
import { date, dateTime, dayOfMoment } from "../calendar.ts";
import type { Diagnosis, Visit } from "../demand/types.ts";
import { code, concept, decimal, identifier, period, quantity, reference } from "../fhir/datatypes.ts";
import { SYSTEMS } from "../fhir/systems.ts";
import { refCondition, refEncounter, refLocation, refMember, refPatient } from "./scope.ts";
import type { ChartScope } from "./scope.ts";

const SURGICAL = code(SYSTEMS.snomed, "387713003", "Surgical procedure");
const ARTHROSCOPY = code(SYSTEMS.snomed, "309431009", "Arthroscopy of knee");
const KNEE = code(SYSTEMS.snomed, "72696002", "Knee region structure");
const ANCHOR = code(SYSTEMS.snomed, "706382008", "Bone anchor");
const CEFAZOLIN = code(SYSTEMS.rxnorm, "1665050", "cefazolin 1000 MG Injection");

/** What day surgery adds to the chart: the procedure, the implant, the drug given in the theater. */
export function writeSurgery(scope: ChartScope, visit: Visit): void {
  const reason = visit.reasons[0];
  if (visit.kind.id !== "day-surgery" || reason === undefined) return;
  const procedure = writeProcedure(scope, visit, reason);
  writeImplant(scope, visit);
  writeAdministration(scope, visit, procedure);
}

function writeProcedure(scope: ChartScope, visit: Visit, reason: Diagnosis): string {
  const surgeon = refMember(visit.clinician);
  return scope.book.add({
    type: "Procedure",
    patient: visit.patient,
    recorded: visit.end,
    story: [ARTHROSCOPY.display],
    body: {
      status: "completed",
      category: concept(SURGICAL),
      code: concept(ARTHROSCOPY),
      subject: refPatient(visit.patient),
      encounter: refEncounter(visit),
      performedPeriod: period(visit.start + 60, visit.start + 130),
      recorder: surgeon,
      performer: [{ actor: surgeon }],
      location: refLocation(scope, "day-surgery"),
      reasonCode: [concept(reason.problem.snomed, reason.problem.icd10)],
      reasonReference: [refCondition(reason)],
      bodySite: [concept(KNEE)],
      outcome: { text: "Full range of motion" },
      followUp: [{ text: "Stitches out in 10 days" }],
      note: [{ text: `${visit.patient.person.given[0]} was seen by family after the procedure.` }],
    },
  });
}

function writeImplant(scope: ChartScope, visit: Visit): void {
  const random = scope.random.stream(`implant/${visit.encounterId}`);
  const serial = random.digits(12);
  const model = `0080000000${random.digits(4)}`;
  const day = dayOfMoment(visit.start);
  const made: JsonObject = {
    manufacturer: "Example Orthopedics",
    manufactureDate: date(day - 200),
    expirationDate: date(day + 900),
  };
  scope.book.add({
    type: "Device",
    patient: visit.patient,
    recorded: visit.end,
    story: [`Implant, serial ${serial}`],
    body: {
      identifier: [identifier(SYSTEMS.udi, model)],
      status: "active",
      type: concept(ANCHOR),
      patient: refPatient(visit.patient),
      udiCarrier: [{ deviceIdentifier: model, carrierHRF: `(01)${model}(21)${serial}` }],
      ...made,
      serialNumber: serial,
      lotNumber: `L${random.digits(5)}`,
      note: [{ text: `Implanted in ${visit.patient.person.family}` }],
    },
  });
}

function writeAdministration(scope: ChartScope, visit: Visit, procedure: string): void {
  const given = visit.start + 50;
  scope.book.add({
    type: "MedicationAdministration",
    patient: visit.patient,
    recorded: given,
    story: [CEFAZOLIN.display],
    body: {
      partOf: [reference(procedure)],
      status: "completed",
      medicationCodeableConcept: concept(CEFAZOLIN),
      subject: refPatient(visit.patient),
      context: refEncounter(visit),
      effectiveDateTime: dateTime(given),
      performer: visit.nurse === null ? undefined : [{ actor: refMember(visit.nurse) }],
      dosage: { text: "1 g into a vein before the incision", dose: quantity(decimal(1, 2), "g") },
    },
  });
}
