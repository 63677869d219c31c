import { SYSTEMS } from "../fhir/systems.ts";
import type { Visit } from "../demand/types.ts";
import { code, coding, concept, identifier, integer, period } from "../fhir/datatypes.ts";
import type { JsonObject } from "../../src/kernel/json.ts";
import type { Member } from "../workforce/types.ts";
import { labelsOf, refCondition, refLocation, refMember, refOrganization, refPatient } from "./scope.ts";
import type { ChartScope } from "./scope.ts";

const ADMITTING = new Set(["day-surgery", "inpatient"]);
const DIAGNOSIS_ROLE = code("http://terminology.hl7.org/CodeSystem/diagnosis-role", "billing", "Billing");

/** The encounter itself: who was seen, by whom, where, when, what for. */
export function writeEncounter(scope: ChartScope, visit: Visit): void {
  const { patient, kind, reasons } = visit;
  const finished = visit.status === "finished";
  scope.book.add({
    type: "Encounter",
    id: visit.encounterId,
    patient,
    recorded: finished ? visit.end : visit.start,
    labels: labelsOf(reasons),
    profile: "http://hl7.org/fhir/us/core/StructureDefinition/us-core-encounter",
    story: [
      `${kind.title} with ${visit.clinician.displayName}`,
      ...reasons.map(({ problem }) => problem.icd10.display),
    ],
    body: {
      identifier: [
        identifier(SYSTEMS.encounter, `V${visit.encounterId.slice(0, 9)}`, {
          code: "VN",
          display: "Visit number",
        }),
      ],
      status: visit.status,
      class: coding(kind.encounterClass),
      type: [concept(kind.type)],
      serviceType: { text: kind.title },
      subject: refPatient(patient),
      participant: participantsOf(visit),
      period: finished ? period(visit.start, visit.end) : period(visit.start),
      length: finished
        ? { value: integer(kind.minutes), unit: "min", system: SYSTEMS.ucum, code: "min" }
        : undefined,
      reasonCode: reasonsOf(visit),
      diagnosis: reasons.map((reason, index) => ({
        condition: refCondition(reason),
        use: concept(DIAGNOSIS_ROLE),
        rank: integer(index + 1),
      })),
      hospitalization:
        finished && ADMITTING.has(kind.id)
          ? { dischargeDisposition: { text: "Discharged to home" } }
          : undefined,
      location: [
        { location: refLocation(scope, kind.department), status: finished ? "completed" : "active" },
      ],
      serviceProvider: refOrganization(scope, kind.department),
    },
  });
}

function reasonsOf(visit: Visit): JsonObject[] {
  if (visit.reasons.length > 0)
    return visit.reasons.map(({ problem }) => concept(problem.snomed, problem.icd10));
  return [concept(code(SYSTEMS.icd10, "Z00.00", "General adult medical examination"))];
}

function participantsOf(visit: Visit): JsonObject[] {
  const participation = (member: Member, type: string, display: string): JsonObject => ({
    type: [concept(code(SYSTEMS.participation, type, display))],
    period: visit.status === "finished" ? period(visit.start, visit.end) : period(visit.start),
    individual: refMember(member),
  });
  const nurse = visit.nurse === null ? [] : [participation(visit.nurse, "PART", "Participation")];
  return [participation(visit.clinician, "PPRF", "primary performer"), ...nurse];
}
