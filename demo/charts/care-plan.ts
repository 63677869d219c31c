import { date, dateTime, dayOfMoment, momentOf } from "../calendar.ts";
import type { Moment } from "../calendar.ts";
import type { Diagnosis, Patient } from "../demand/types.ts";
import { code, concept, integer, period, quantity, reference } from "../fhir/datatypes.ts";
import { SYSTEMS, terminology } from "../fhir/systems.ts";
import { careManagerOf, isManaged } from "./care-team.ts";
import { labelsOf, refCondition, refMember, refPatient } from "./scope.ts";
import type { ChartScope } from "./scope.ts";

const ASSESS_PLAN = code(
  "http://hl7.org/fhir/us/core/CodeSystem/careplan-category",
  "assess-plan",
  "Assessment and Plan of Treatment",
);

interface Plan {
  readonly patient: Patient;
  readonly diagnosis: Diagnosis;
  readonly since: Moment;
}

/** The care manager's plan with its goal, for the patients on the panel. */
export function writeCarePlan(scope: ChartScope, patient: Patient, careTeam: string): void {
  const diagnosis = patient.diagnoses[0];
  if (!isManaged(patient) || diagnosis === undefined) return;
  const since = momentOf(scope.today - scope.random.stream(`plan/${patient.id}`).int(20, 180), 10);
  const plan = { patient, diagnosis, since };
  writePlan(scope, plan, { careTeam, goal: writeGoal(scope, plan) });
}

function writeGoal(scope: ChartScope, { patient, diagnosis, since }: Plan): string {
  const systolic = code(SYSTEMS.loinc, "8480-6", "Systolic blood pressure");
  return scope.book.add({
    type: "Goal",
    patient,
    recorded: since,
    labels: labelsOf([diagnosis]),
    story: [`Goal for ${diagnosis.problem.icd10.display}`],
    body: {
      lifecycleStatus: "active",
      achievementStatus: concept(code(terminology("goal-achievement"), "in-progress", "In Progress")),
      category: [concept(code(terminology("goal-category"), "behavioral", "Behavioral"))],
      description: { text: `${patient.person.given[0]} walks 30 minutes a day` },
      subject: refPatient(patient),
      startDate: date(dayOfMoment(since)),
      addresses: [refCondition(diagnosis)],
      expressedBy: refPatient(patient),
      target: [
        {
          measure: concept(systolic),
          detailQuantity: quantity(integer(130), "mmHg", "mm[Hg]"),
          dueDate: date(scope.today + 90),
        },
      ],
    },
  });
}

function writePlan(
  scope: ChartScope,
  { patient, diagnosis, since }: Plan,
  of: { careTeam: string; goal: string },
): void {
  const { problem } = diagnosis;
  const manager = refMember(careManagerOf(scope.workforce, patient));
  const call = {
    code: { text: "Telephone call every two weeks" },
    status: "in-progress",
    description: `Call ${patient.person.mobile}`,
    performer: [manager],
  };
  scope.book.add({
    type: "CarePlan",
    patient,
    recorded: since,
    labels: labelsOf([diagnosis]),
    story: [`Care plan for ${problem.icd10.display}`],
    body: {
      status: "active",
      intent: "plan",
      category: [concept(ASSESS_PLAN)],
      title: `Plan for ${patient.person.given[0]} ${patient.person.family}`,
      description: `${problem.icd10.display}: ${problem.history.toLowerCase()}`,
      subject: refPatient(patient),
      period: period(since),
      created: dateTime(since),
      author: manager,
      careTeam: [reference(of.careTeam)],
      addresses: [refCondition(diagnosis)],
      goal: [reference(of.goal)],
      activity: [{ detail: call }],
    },
  });
}
