import type { JsonObject } from "../../src/kernel/json.ts";
import { date, dateTime, dayOfMoment } from "../calendar.ts";
import type { Billing, Visit } from "../demand/types.ts";
import { code, concept, identifier, integer, money, period, quantity, reference } from "../fhir/datatypes.ts";
import { SYSTEMS, terminology } from "../fhir/systems.ts";
import { labelsOf, refEncounter, refLocation, refMember, refPatient } from "./scope.ts";
import type { ChartScope } from "./scope.ts";

const PROFESSIONAL = concept(code(terminology("claim-type"), "professional", "Professional"));

/** The claim for a coded visit. */
export function writeClaim(scope: ChartScope, billing: Billing): void {
  const { visit, claimedAt } = billing;
  scope.book.add({
    type: "Claim",
    id: billing.claimId,
    patient: visit.patient,
    recorded: claimedAt,
    labels: labelsOf(visit.reasons),
    story: [
      `Claim of $${visit.kind.charge}.00 for ${visit.kind.title}`,
      ...visit.reasons.map(({ problem }) => problem.icd10.display),
    ],
    body: {
      identifier: [identifier(SYSTEMS.claim, billing.claimNumber)],
      ...headOf(visit),
      billablePeriod: period(visit.start, visit.end),
      created: dateTime(claimedAt),
      enterer: refMember(scope.workforce.colleagueOf("bea.biller", visit.encounterId)),
      priority: concept(code(terminology("processpriority"), "normal", "Normal")),
      facility: refLocation(scope, visit.kind.department),
      careTeam: [{ sequence: integer(1), provider: refMember(visit.clinician) }],
      supportingInfo: [supportOf(visit)],
      diagnosis: diagnosesOf(visit),
      insurance: [{ sequence: integer(1), focal: true, coverage: coverageOf(visit) }],
      item: [itemOf(scope, visit)],
      total: money(visit.kind.charge),
    },
  });
}

function supportOf(visit: Visit): JsonObject {
  return {
    sequence: integer(1),
    category: concept(code(terminology("claiminformationcategory"), "info", "Information")),
    valueString: `Note of ${visit.clinician.displayName} on ${visit.patient.person.family} available on request`,
  };
}

/** What claim, response and explanation begin with. */
export function headOf(visit: Visit): JsonObject {
  return {
    status: "active",
    type: PROFESSIONAL,
    use: "claim",
    patient: refPatient(visit.patient),
    provider: reference("Organization/alder-falls-practice", "Alder Falls Family Practice"),
    insurer: reference(`Organization/${visit.patient.payer.id}`, visit.patient.payer.title),
  };
}

function coverageOf(visit: Visit): JsonObject {
  return reference(`Coverage/${visit.patient.coverageId}`, visit.patient.payer.plan);
}

export function diagnosesOf(visit: Visit): JsonObject[] {
  const codes =
    visit.reasons.length === 0
      ? [code(SYSTEMS.icd10, "Z00.00", "General adult medical examination")]
      : visit.reasons.map(({ problem }) => problem.icd10);
  return codes.map((each, index) => ({
    sequence: integer(index + 1),
    diagnosisCodeableConcept: concept(each),
  }));
}

export function itemOf(scope: ChartScope, visit: Visit): JsonObject {
  return {
    sequence: integer(1),
    careTeamSequence: [integer(1)],
    diagnosisSequence: [integer(1)],
    productOrService: concept(visit.kind.billing),
    modifier:
      visit.kind.id === "telehealth"
        ? [concept(code(SYSTEMS.cpt, "95", "Synchronous telemedicine"))]
        : undefined,
    servicedDate: date(dayOfMoment(visit.start)),
    locationReference: refLocation(scope, visit.kind.department),
    quantity: quantity(integer(1), "1"),
    unitPrice: money(visit.kind.charge),
    net: money(visit.kind.charge),
    encounter: [refEncounter(visit)],
  };
}
