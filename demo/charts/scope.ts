import type { JsonObject } from "../../src/kernel/json.ts";
import { displayName } from "../book.ts";
import type { RecordBook } from "../book.ts";
import type { Day, Moment } from "../calendar.ts";
import type { Diagnosis, Patient, Visit } from "../demand/types.ts";
import type { Code } from "../fhir/datatypes.ts";
import { reference } from "../fhir/datatypes.ts";
import { LABELS } from "../fhir/labels.ts";
import type { Random } from "../random.ts";
import type { Member, Workforce } from "../workforce/types.ts";

/** What every chart writer gets. */
export interface ChartScope {
  readonly book: RecordBook;
  readonly random: Random;
  readonly workforce: Workforce;
  readonly today: Day;
  /** The moment the charts stand at; nothing lies after it but appointments. */
  readonly closesAt: Moment;
}

export function refPatient(patient: Patient): JsonObject {
  return reference(`Patient/${patient.id}`, displayName(patient));
}

export function refMember(member: Member): JsonObject {
  const credential = member.credential === null ? "" : `, ${member.credential}`;
  return reference(`Practitioner/${member.practitionerId}`, `${member.displayName}${credential}`);
}

export function refEncounter(visit: Visit): JsonObject {
  return reference(`Encounter/${visit.encounterId}`, visit.kind.title);
}

export function refCondition(diagnosis: Diagnosis): JsonObject {
  return reference(`Condition/${diagnosis.conditionId}`, diagnosis.problem.icd10.display);
}

export function refLocation(scope: ChartScope, department: string): JsonObject {
  return reference(`Location/dept-${department}`, scope.workforce.department(department).title);
}

export function refOrganization(scope: ChartScope, department: string): JsonObject {
  return reference(`Organization/dept-${department}`, scope.workforce.department(department).title);
}

/** The labels that the source system puts on a record of these problems; none where codes alone tell. */
export function labelsOf(diagnoses: readonly Diagnosis[]): readonly Code[] {
  const labels = new Set(diagnoses.flatMap(labelsOfOne));
  return [...labels];
}

function labelsOfOne(diagnosis: Diagnosis): readonly Code[] {
  if (diagnosis.confidential) return [LABELS.restricted, LABELS.adolescent, LABELS.sexualHealth];
  if (diagnosis.problem.area === null || diagnosis.marking === "codes-only") return [];
  const program = diagnosis.part2 ? [LABELS.part2] : [];
  switch (diagnosis.problem.area) {
    case "behavioral-health":
      return [LABELS.restricted, LABELS.behavioralHealth];
    case "substance-use":
      return [LABELS.restricted, LABELS.substanceUse, ...program];
    case "hiv":
      return [LABELS.restricted, LABELS.hiv];
    case "genetic":
      return [LABELS.restricted, LABELS.genetic];
    case "reproductive":
      return [LABELS.restricted, LABELS.sexualHealth];
    default:
      return diagnosis.problem.area satisfies never;
  }
}
