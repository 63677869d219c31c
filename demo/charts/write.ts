import { groupedBy } from "../grouped.ts";
import type { Billing, Demand, Patient, Visit } from "../demand/types.ts";
import { writeAllergies } from "./allergy.ts";
import { writeAppointment, writeSchedules } from "./appointment.ts";
import { writeCarePlan } from "./care-plan.ts";
import { writeCareTeam, writePanels } from "./care-team.ts";
import { writeClaimAnswer } from "./claim-answer.ts";
import { writeClaim } from "./claim.ts";
import { writeProblemList, writeVisitDiagnoses } from "./condition.ts";
import { writeConsents, writeProvenance } from "./consent.ts";
import { writeCoverage } from "./coverage.ts";
import { writeDirectory } from "./directory.ts";
import { writeEncounter } from "./encounter.ts";
import { writeGenetics } from "./genetics.ts";
import { writeFamilyHistory, writeSocialHistory } from "./history.ts";
import { writeImaging } from "./imaging.ts";
import { writeImmunizations } from "./immunization.ts";
import { writeRelatedPerson } from "./kin.ts";
import { writeLaboratory } from "./laboratory.ts";
import { writePrescriptions } from "./medication.ts";
import { writeNotes } from "./note.ts";
import { writePatient } from "./patient.ts";
import { writeMessage, writeReferral } from "./referral.ts";
import { writeParticipation, writeStudy } from "./research.ts";
import type { ChartScope } from "./scope.ts";
import { writeComposition, writeInvoice, writeMedicationStatements } from "./summary.ts";
import { writeSurgery } from "./surgery.ts";
import { writeBillingTask, writeCodingTask } from "./task.ts";
import { writeVitalSigns } from "./vital-signs.ts";

/** The last link of the causal chain: what happened, written down as FHIR records, the house's day by day. */
export function writeCharts(scope: ChartScope, demand: Demand): void {
  writeDirectory(scope);
  const visitsOf = groupedBy(demand.visits, ({ patient }) => patient.id);
  for (const patient of demand.patients) writeBackground(scope, patient, visitsOf.get(patient.id) ?? []);
  for (const visit of demand.visits) writeVisit(scope, visit);
  for (const billing of demand.billings) writeBilling(scope, billing);
  writeProviderSchedules(scope);
  for (const booking of demand.bookings) writeAppointment(scope, booking);
  writePanels(scope, demand.patients);
  const study = writeStudy(scope);
  for (const patient of demand.patients) writeParticipation(scope, patient, study);
}

/**
 * The same records patient by patient, so that a large house need not be held whole: the directory, then one
 * chart after the other, then what is about many. Yields when a chart is complete.
 */
export function* writeChartByChart(scope: ChartScope, demand: Demand): Generator<Patient> {
  writeDirectory(scope);
  writeProviderSchedules(scope);
  const study = writeStudy(scope);
  const visitsOf = groupedBy(demand.visits, ({ patient }) => patient.id);
  const billingsOf = groupedBy(demand.billings, ({ visit }) => visit.patient.id);
  const bookingsOf = groupedBy(demand.bookings, ({ patient }) => patient.id);
  for (const patient of demand.patients) {
    const visits = visitsOf.get(patient.id) ?? [];
    writeBackground(scope, patient, visits);
    for (const visit of visits) writeVisit(scope, visit);
    for (const billing of billingsOf.get(patient.id) ?? []) writeBilling(scope, billing);
    for (const booking of bookingsOf.get(patient.id) ?? []) writeAppointment(scope, booking);
    writeParticipation(scope, patient, study);
    yield patient;
  }
  writePanels(scope, demand.patients);
}

function writeProviderSchedules(scope: ChartScope): void {
  writeSchedules(
    scope,
    scope.workforce.members.filter(({ role }) => role === "provider"),
  );
}

function writeBackground(scope: ChartScope, patient: Patient, visits: readonly Visit[]): void {
  writeRegistration(scope, patient);
  writeHistory(scope, patient);
  writeCarePlan(scope, patient, writeCareTeam(scope, patient, visits));
}

function writeRegistration(scope: ChartScope, patient: Patient): void {
  writePatient(scope, patient);
  writeRelatedPerson(scope, patient);
  writeCoverage(scope, patient);
  writeConsents(scope, patient);
  writeMessage(scope, patient);
}

function writeHistory(scope: ChartScope, patient: Patient): void {
  writeProblemList(scope, patient);
  writeAllergies(scope, patient);
  writeImmunizations(scope, patient);
  writeSocialHistory(scope, patient);
  writeFamilyHistory(scope, patient);
  writeGenetics(scope, patient);
  writeMedicationStatements(scope, patient);
}

function writeVisit(scope: ChartScope, visit: Visit): void {
  writeEncounter(scope, visit);
  writeVisitDiagnoses(scope, visit);
  writeVitalSigns(scope, visit);
  if (visit.status === "in-progress") return;
  writeNotes(scope, visit);
  writeComposition(scope, visit);
  writeLaboratory(scope, visit);
  writeImaging(scope, visit);
  writePrescriptions(scope, visit);
  writeSurgery(scope, visit);
  writeReferral(scope, visit);
  writeProvenance(scope, visit);
}

/** Coding comes before the claim; the claim before the payer's answer; the answer before the work on a denial. */
function writeBilling(scope: ChartScope, billing: Billing): void {
  if (!billing.coded) {
    writeCodingTask(scope, billing.visit);
    return;
  }
  writeClaim(scope, billing);
  writeClaimAnswer(scope, billing);
  writeBillingTask(scope, billing);
  writeInvoice(scope, billing);
}
