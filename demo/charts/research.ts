import { date, dateTime, momentOf } from "../calendar.ts";
import type { Patient } from "../demand/types.ts";
import { code, concept, identifier, integer, period, reference } from "../fhir/datatypes.ts";
import { SYSTEMS } from "../fhir/systems.ts";
import { refMember, refPatient } from "./scope.ts";
import type { ChartScope } from "./scope.ts";

const ENROLLED_SHARE = 0.8;
const QUESTIONNAIRE = "https://alder-falls.example.org/fhir/Questionnaire/sleep";

/** One study, led by rita.researcher, on blood pressure. Returns its reference. */
export function writeStudy(scope: ChartScope): string {
  const since = momentOf(scope.today - 240, 9);
  return scope.book.add({
    type: "ResearchStudy",
    patient: null,
    recorded: since,
    story: ["Evening dosing of blood pressure medication"],
    body: {
      identifier: [identifier(SYSTEMS.study, "AF-2041")],
      title: "Evening dosing of blood pressure medication in primary care",
      status: "active",
      phase: { text: "Phase 4" },
      description: "Compares morning with evening dosing.",
      period: period(since),
      condition: [concept(code(SYSTEMS.snomed, "59621000", "Essential hypertension"))],
      sponsor: reference("Organization/alder-falls-practice", "Alder Falls Family Practice"),
      principalInvestigator: refMember(scope.workforce.member("rita.researcher")),
      site: [reference("Location/dept-primary-care", "Primary Care")],
    },
  });
}

/** Some of the patients who have high blood pressure and nothing sensitive take part in the study. */
export function writeParticipation(scope: ChartScope, patient: Patient, study: string): void {
  if (isEligible(scope, patient)) writeSubject(scope, patient, study);
}

function isEligible(scope: ChartScope, patient: Patient): boolean {
  const hypertensive = patient.diagnoses.some(({ problem }) => problem.id === "hypertension");
  const plain = patient.diagnoses.every(({ problem }) => problem.area === null);
  return (
    hypertensive &&
    plain &&
    patient.person.age < 80 &&
    scope.random.stream(`research/${patient.id}`).chance(ENROLLED_SHARE)
  );
}

function writeSubject(scope: ChartScope, patient: Patient, study: string): void {
  const random = scope.random.stream(`subject/${patient.id}`);
  const enrolled = momentOf(scope.today - random.int(20, 200), 10);
  const consent = scope.book.add({
    type: "Consent",
    patient,
    recorded: enrolled,
    story: ["Consent to take part in the study"],
    body: {
      status: "active",
      scope: concept(code("http://terminology.hl7.org/CodeSystem/consentscope", "research", "Research")),
      category: [concept(code(SYSTEMS.loinc, "59284-0", "Consent Document"))],
      patient: refPatient(patient),
      dateTime: dateTime(enrolled),
      performer: [refPatient(patient)],
      policyRule: { text: "Informed consent, protocol AF-2041" },
    },
  });
  scope.book.add({
    type: "ResearchSubject",
    patient,
    recorded: enrolled,
    story: ["Takes part in study AF-2041"],
    body: {
      identifier: [identifier(SYSTEMS.study, `AF-2041-${random.digits(4)}`)],
      status: "on-study",
      period: period(enrolled),
      study: reference(study),
      individual: refPatient(patient),
      assignedArm: random.pick(["morning", "evening"]),
      actualArm: "evening",
      consent: reference(consent),
    },
  });
  writeAnswers(scope, patient, enrolled + 30);
}

function writeAnswers(scope: ChartScope, patient: Patient, at: number): void {
  const hours = scope.random.stream(`sleep/${patient.id}`).int(5, 9);
  scope.book.add({
    type: "QuestionnaireResponse",
    patient,
    recorded: at,
    story: [`Sleeps ${hours} hours`],
    body: {
      identifier: identifier(SYSTEMS.study, `Q${scope.book.idOf("sleep", patient.id).slice(0, 8)}`),
      questionnaire: QUESTIONNAIRE,
      status: "completed",
      subject: refPatient(patient),
      authored: dateTime(at),
      author: refPatient(patient),
      source: refPatient(patient),
      item: [
        { linkId: "1", text: "How many hours do you sleep?", answer: [{ valueInteger: integer(hours) }] },
        {
          linkId: "2",
          text: "Anything else?",
          answer: [{ valueString: `${patient.person.given[0]} wakes early since ${date(scope.today - 90)}` }],
        },
      ],
    },
  });
}
