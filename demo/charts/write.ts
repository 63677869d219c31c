import { courseOf } from "../demand/claim-course.ts";
import type { Demand, Patient, Visit } from "../demand/types.ts";
import { writeAppointment, writeSchedules } from "./appointment.ts";
import { writeCareTeam, writePanel } from "./care-team.ts";
import { writeClaim } from "./claim.ts";
import { writeProblemList, writeVisitDiagnoses } from "./condition.ts";
import { writeCoverage } from "./coverage.ts";
import { writeDirectory } from "./directory.ts";
import { writeEncounter } from "./encounter.ts";
import { writeLaboratory } from "./laboratory.ts";
import { writePrescriptions } from "./medication.ts";
import { writeNotes } from "./note.ts";
import { writePatient } from "./patient.ts";
import type { ChartScope } from "./scope.ts";
import { writeBillingTask, writeCodingTask } from "./task.ts";
import { writeVitalSigns } from "./vital-signs.ts";

/** The last link of the causal chain: what happened, written down as FHIR records. */
export function writeCharts(scope: ChartScope, demand: Demand): void {
  writeDirectory(scope);
  for (const patient of demand.patients) {
    writeRegistration(
      scope,
      patient,
      demand.visits.filter((visit) => visit.patient.id === patient.id),
    );
  }
  for (const visit of demand.visits) writeVisit(scope, visit);
  writeSchedules(
    scope,
    scope.workforce.members.filter(({ role }) => role === "provider"),
  );
  for (const booking of demand.bookings) writeAppointment(scope, booking);
  writePanel(scope, demand.patients);
}

function writeRegistration(scope: ChartScope, patient: Patient, visits: readonly Visit[]): void {
  writePatient(scope, patient);
  writeCoverage(scope, patient);
  writeProblemList(scope, patient);
  writeCareTeam(scope, patient, visits);
}

function writeVisit(scope: ChartScope, visit: Visit): void {
  writeEncounter(scope, visit);
  writeVisitDiagnoses(scope, visit);
  writeVitalSigns(scope, visit);
  if (visit.status === "in-progress") return;
  writeNotes(scope, visit);
  writeLaboratory(scope, visit);
  writePrescriptions(scope, visit);
  writeBilling(scope, visit);
}

/** Coding comes before the claim; the claim before the payer's answer; the answer before the work on a denial. */
function writeBilling(scope: ChartScope, visit: Visit): void {
  const course = courseOf(scope.random.stream(`course/${visit.encounterId}`), visit, scope.today);
  if (course.coded) writeBillingTask(scope, writeClaim(scope, visit, course));
  else writeCodingTask(scope, visit);
}
