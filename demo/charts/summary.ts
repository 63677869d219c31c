import { displayName } from "../book.ts";
import { dateTime, dayOfMoment, momentOf } from "../calendar.ts";
import type { Billing, Patient, Visit } from "../demand/types.ts";
import {
  code,
  concept,
  identifier,
  integer,
  money,
  narrative,
  period,
  reference,
} from "../fhir/datatypes.ts";
import { SYSTEMS, terminology } from "../fhir/systems.ts";
import { labelsOf, refCondition, refEncounter, refMember, refOrganization, refPatient } from "./scope.ts";
import type { ChartScope } from "./scope.ts";

const SUMMARY_SHARE = 0.06;
const STATEMENT_SHARE = 0.3;

/** A structured summary for a few patients, as records offices send with a referral. */
export function writeComposition(scope: ChartScope, visit: Visit): void {
  if (
    visit.reasons.length === 0 ||
    !scope.random.stream(`summary/${visit.encounterId}`).chance(SUMMARY_SHARE)
  )
    return;
  scope.book.add({
    type: "Composition",
    patient: visit.patient,
    recorded: visit.end + 40,
    labels: labelsOf(visit.reasons),
    story: [`Summary of ${visit.kind.title}`],
    body: {
      identifier: identifier(SYSTEMS.accession, `S${visit.encounterId.slice(0, 9)}`),
      status: "final",
      type: concept(code(SYSTEMS.loinc, "34133-9", "Summarization of Episode Note")),
      subject: refPatient(visit.patient),
      encounter: refEncounter(visit),
      date: dateTime(visit.end + 40),
      author: [refMember(visit.clinician)],
      title: `Summary of ${displayName(visit.patient)}`,
      confidentiality: "N",
      custodian: refOrganization(scope, "records-release"),
      event: [{ period: period(visit.start, visit.end) }],
      section: [
        {
          title: "Problems",
          code: concept(code(SYSTEMS.loinc, "11450-4", "Problem list")),
          text: narrative([
            `${displayName(visit.patient)}: ${visit.reasons.map(({ problem }) => problem.icd10.display).join(", ")}`,
          ]),
          entry: visit.reasons.map(refCondition),
        },
      ],
    },
  });
}

/** What the patient says they take, asked at intake. */
export function writeMedicationStatements(scope: ChartScope, patient: Patient): void {
  for (const diagnosis of patient.diagnoses) {
    const medication = diagnosis.problem.medications[0];
    if (
      medication === undefined ||
      !scope.random.stream(`statement/${diagnosis.conditionId}`).chance(STATEMENT_SHARE)
    )
      continue;
    const asked = momentOf(diagnosis.since + 20, 10);
    scope.book.add({
      type: "MedicationStatement",
      patient,
      recorded: asked,
      labels: labelsOf([diagnosis]),
      story: [`Takes ${medication.rxnorm.display}`],
      body: {
        status: "active",
        medicationCodeableConcept: concept(medication.rxnorm),
        subject: refPatient(patient),
        effectivePeriod: period(momentOf(diagnosis.since, 8)),
        dateAsserted: dateTime(asked),
        informationSource: refPatient(patient),
        reasonCode: [concept(diagnosis.problem.snomed)],
        reasonReference: [refCondition(diagnosis)],
        note: [{ text: `${patient.person.given[0]} forgets a dose now and then.` }],
        dosage: [{ text: medication.dosage }],
      },
    });
  }
}

const INVOICED_SHARE = 0.5;

/** What the patient owes after the payer has answered in part: the charge, and the invoice sent home. */
export function writeInvoice(scope: ChartScope, { visit, answeredAt, outcome }: Billing): void {
  if (
    answeredAt === null ||
    outcome === "complete" ||
    !scope.random.stream(`invoice/${visit.encounterId}`).chance(INVOICED_SHARE)
  )
    return;
  const at = answeredAt + 120;
  const { patient } = visit;
  const charge = scope.book.add({
    type: "ChargeItem",
    patient,
    recorded: at,
    labels: labelsOf(visit.reasons),
    story: [visit.kind.title],
    body: {
      identifier: [identifier(SYSTEMS.claim, `H${visit.encounterId.slice(0, 9)}`)],
      status: "billed",
      code: concept(visit.kind.billing),
      subject: refPatient(patient),
      context: refEncounter(visit),
      occurrencePeriod: period(visit.start, visit.end),
      performer: [{ actor: refMember(visit.clinician) }],
      performingOrganization: refOrganization(scope, visit.kind.department),
      quantity: { value: integer(1) },
      enterer: refMember(scope.workforce.colleagueOf("bea.biller", visit.encounterId)),
      enteredDate: dateTime(at),
      reason: visit.reasons.map(({ problem }) => concept(problem.icd10)),
    },
  });
  const owed = visit.kind.charge * 0.2;
  scope.book.add({
    type: "Invoice",
    patient,
    recorded: at + 10,
    story: [`Invoice of $${owed.toFixed(2)}`],
    body: {
      identifier: [identifier(SYSTEMS.account, `I${visit.encounterId.slice(0, 9)}`)],
      status: "issued",
      type: concept(code(terminology("v3-ActCode"), "PBILLACCT", "patient billing account")),
      subject: refPatient(patient),
      recipient: refPatient(patient),
      date: dateTime(momentOf(dayOfMoment(at), 17)),
      issuer: reference("Organization/alder-falls-practice", "Alder Falls Family Practice"),
      lineItem: [
        {
          sequence: integer(1),
          chargeItemReference: reference(charge),
          priceComponent: [{ type: "base", amount: money(owed) }],
        },
      ],
      totalNet: money(owed),
      totalGross: money(owed),
      paymentTerms: `Payable by ${displayName(patient)} within 30 days`,
    },
  });
}
