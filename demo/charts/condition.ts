import type { JsonObject } from "../../src/kernel/json.ts";
import { date, dateTime, momentOf } from "../calendar.ts";
import type { Diagnosis, Patient, Visit } from "../demand/types.ts";
import { code, concept, reference } from "../fhir/datatypes.ts";
import { SYSTEMS, terminology } from "../fhir/systems.ts";
import { labelsOf, refEncounter, refMember, refPatient } from "./scope.ts";
import type { ChartScope } from "./scope.ts";

/** The problem list: what the patient lives with. */
export function writeProblemList(scope: ChartScope, patient: Patient): void {
  for (const diagnosis of patient.diagnoses) writeCondition(scope, patient, diagnosis, null);
}

/** What one visit found and no problem list holds. */
export function writeVisitDiagnoses(scope: ChartScope, visit: Visit): void {
  const listed = new Set(visit.patient.diagnoses.map(({ conditionId }) => conditionId));
  for (const reason of visit.reasons.filter(({ conditionId }) => !listed.has(conditionId))) {
    writeCondition(scope, visit.patient, reason, visit);
  }
}

function writeCondition(
  scope: ChartScope,
  patient: Patient,
  diagnosis: Diagnosis,
  visit: Visit | null,
): void {
  const { problem } = diagnosis;
  const recorded = visit === null ? momentOf(diagnosis.since + 2, 11) : visit.end;
  const active = problem.chronic || visit?.status === "in-progress";
  scope.book.add({
    type: "Condition",
    id: diagnosis.conditionId,
    patient,
    recorded,
    labels: labelsOf([diagnosis]),
    story: [`${problem.icd10.display}. ${problem.history}.`],
    body: {
      clinicalStatus: concept(
        code(
          terminology("condition-clinical"),
          active ? "active" : "resolved",
          active ? "Active" : "Resolved",
        ),
      ),
      verificationStatus: concept(code(terminology("condition-ver-status"), "confirmed", "Confirmed")),
      category: [categoryOf(visit)],
      severity: concept(code(SYSTEMS.snomed, "6736007", "Moderate")),
      code: concept(problem.snomed, problem.icd10),
      subject: refPatient(patient),
      encounter: visit === null ? undefined : refEncounter(visit),
      onsetDateTime: date(diagnosis.since),
      abatementDateTime: active ? undefined : date(diagnosis.since + 14),
      recordedDate: dateTime(recorded),
      recorder: refMember(patient.physician),
      asserter: refMember(patient.physician),
      evidence: visit === null ? undefined : [{ detail: [reference(`Encounter/${visit.encounterId}`)] }],
      note: [{ text: `${patient.person.given[0]}: ${problem.history.toLowerCase()}.` }],
    },
  });
}

function categoryOf(visit: Visit | null): JsonObject {
  const [value, display] =
    visit === null
      ? ["problem-list-item", "Problem List Item"]
      : ["encounter-diagnosis", "Encounter Diagnosis"];
  return concept(code(terminology("condition-category"), value, display));
}
