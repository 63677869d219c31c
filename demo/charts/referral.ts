import { dateTime, momentOf } from "../calendar.ts";
import type { Patient, Visit } from "../demand/types.ts";
import { code, concept, identifier } from "../fhir/datatypes.ts";
import { isPrimaryCare } from "../workforce/departments.ts";
import { SYSTEMS } from "../fhir/systems.ts";
import { labelsOf, refEncounter, refMember, refOrganization, refPatient } from "./scope.ts";
import type { ChartScope } from "./scope.ts";

const REFERRAL_SHARE = 0.08;

/** The patient is sent on to another department: to behavioral health, or to the receiver. */
export function writeReferral(scope: ChartScope, visit: Visit): void {
  const random = scope.random.stream(`referral/${visit.encounterId}`);
  const reason = visit.reasons.at(-1);
  if (reason === undefined || !isPrimaryCare(visit.kind.department) || !random.chance(REFERRAL_SHARE)) return;
  const to = reason.problem.area === "behavioral-health" ? "behavioral-health" : "day-surgery";
  const receiver = scope.workforce.takes("provider", to, visit.patient.id);
  scope.book.add({
    type: "ServiceRequest",
    patient: visit.patient,
    recorded: visit.end,
    labels: labelsOf([reason]),
    story: [`Referred to ${scope.workforce.department(to).title}`],
    body: {
      identifier: [identifier(SYSTEMS.order, `R${random.digits(8)}`)],
      status: "active",
      intent: "order",
      category: [concept(code(SYSTEMS.snomed, "3457005", "Patient referral"))],
      code: concept(code(SYSTEMS.snomed, "306206005", "Referral to service")),
      subject: refPatient(visit.patient),
      encounter: refEncounter(visit),
      authoredOn: dateTime(visit.end),
      requester: refMember(visit.clinician),
      performer:
        receiver === undefined
          ? [refOrganization(scope, to)]
          : [refMember(receiver), refOrganization(scope, to)],
      reasonCode: [concept(reason.problem.snomed, reason.problem.icd10)],
      note: [{ text: `Please call ${visit.patient.person.mobile} for a time.` }],
      patientInstruction: "Bring a list of your medicines.",
    },
  });
}

const MESSAGE_SHARE = 0.12;

/** A message of the patient to the practice, routed to the nurse. */
export function writeMessage(scope: ChartScope, patient: Patient): void {
  const random = scope.random.stream(`message/${patient.id}`);
  if (!random.chance(MESSAGE_SHARE) && patient.id !== "patient-pat") return;
  const sent = momentOf(scope.today - random.int(1, 20), random.int(8, 20), random.int(0, 59));
  scope.book.add({
    type: "Communication",
    patient,
    recorded: sent,
    story: ["Message to the practice"],
    body: {
      identifier: [identifier(SYSTEMS.order, `C${random.digits(8)}`)],
      status: "completed",
      category: [{ text: "Question about a medicine" }],
      priority: "routine",
      medium: [
        concept(
          code("http://terminology.hl7.org/CodeSystem/v3-ParticipationMode", "ELECTRONIC", "electronic data"),
        ),
      ],
      subject: refPatient(patient),
      topic: { text: "Refill" },
      sent: dateTime(sent),
      received: dateTime(sent + 1),
      recipient: [refMember(scope.workforce.colleagueOf("nina.nurse", patient.id))],
      sender: refPatient(patient),
      payload: [
        {
          contentString: `Hello, this is ${patient.person.given[0]} ${patient.person.family}. My number is ${patient.person.mobile}. May I take it with food?`,
        },
      ],
    },
  });
}
