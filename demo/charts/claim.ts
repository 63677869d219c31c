import type { JsonObject } from "../../src/kernel/json.ts";
import { date, dateTime, dayOfMoment } from "../calendar.ts";
import type { ClaimCourse } from "../demand/claim-course.ts";
import type { Visit } from "../demand/types.ts";
import {
  code,
  concept,
  identifier,
  integer,
  money,
  narrative,
  period,
  quantity,
  reference,
} from "../fhir/datatypes.ts";
import { SYSTEMS, terminology } from "../fhir/systems.ts";
import { labelsOf, refEncounter, refLocation, refMember, refPatient } from "./scope.ts";
import type { ChartScope } from "./scope.ts";

const PROFESSIONAL = concept(code(terminology("claim-type"), "professional", "Professional"));
const PAID_SHARE = { complete: 0.72, partial: 0.4, error: 0 } as const;

/** What other records need to know of a claim. */
export interface WrittenClaim {
  readonly visit: Visit;
  readonly reference: string;
  readonly course: ClaimCourse;
}

/** The claim for a coded visit and, once the payer has answered, its response and explanation of benefit. */
export function writeClaim(scope: ChartScope, visit: Visit, course: ClaimCourse): WrittenClaim {
  const random = scope.random.stream(`claim/${visit.encounterId}`);
  const written = scope.book.add({
    type: "Claim",
    patient: visit.patient,
    recorded: course.claimedAt,
    labels: labelsOf(visit.reasons),
    story: [
      `Claim of $${visit.kind.charge}.00 for ${visit.kind.title}`,
      ...visit.reasons.map(({ problem }) => problem.icd10.display),
    ],
    body: {
      identifier: [identifier(SYSTEMS.claim, `C${random.digits(20)}`)],
      status: "active",
      type: PROFESSIONAL,
      use: "claim",
      ...parties(visit),
      billablePeriod: period(visit.start, visit.end),
      created: dateTime(course.claimedAt),
      enterer: refMember(scope.workforce.member("bea.biller")),
      priority: concept(code(terminology("processpriority"), "normal", "Normal")),
      facility: refLocation(scope, visit.kind.department),
      careTeam: [{ sequence: integer(1), provider: refMember(visit.clinician) }],
      supportingInfo: [
        {
          sequence: integer(1),
          category: concept(code(terminology("claiminformationcategory"), "info", "Information")),
          valueString: `Note of ${visit.clinician.displayName} on ${visit.patient.person.family} available on request`,
        },
      ],
      diagnosis: diagnosesOf(visit),
      insurance: [{ sequence: integer(1), focal: true, coverage: coverageOf(visit) }],
      item: [itemOf(scope, visit)],
      total: money(visit.kind.charge),
    },
  });
  const claim = { visit, reference: written, course };
  if (course.answeredAt !== null) writeAnswer(scope, claim, course.answeredAt);
  return claim;
}

function parties(visit: Visit): JsonObject {
  return {
    patient: refPatient(visit.patient),
    provider: reference("Organization/alder-falls-practice", "Alder Falls Family Practice"),
    insurer: reference(`Organization/${visit.patient.payer.id}`, visit.patient.payer.title),
  };
}

function coverageOf(visit: Visit): JsonObject {
  return reference(`Coverage/${visit.patient.coverageId}`, visit.patient.payer.plan);
}

function diagnosesOf(visit: Visit): JsonObject[] {
  const codes =
    visit.reasons.length === 0
      ? [code(SYSTEMS.icd10, "Z00.00", "General adult medical examination")]
      : visit.reasons.map(({ problem }) => problem.icd10);
  return codes.map((each, index) => ({
    sequence: integer(index + 1),
    diagnosisCodeableConcept: concept(each),
  }));
}

function itemOf(scope: ChartScope, visit: Visit): JsonObject {
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

function writeAnswer(scope: ChartScope, claim: WrittenClaim, answeredAt: number): void {
  const { visit, course } = claim;
  const paid = Math.round(visit.kind.charge * PAID_SHARE[course.outcome] * 100) / 100;
  const labels = labelsOf(visit.reasons);
  const denied = course.outcome === "error";
  const common: JsonObject = {
    status: "active",
    type: PROFESSIONAL,
    use: "claim",
    ...parties(visit),
    created: dateTime(answeredAt),
    outcome: course.outcome,
    disposition: denied
      ? "Denied: documentation requested"
      : `Paid for ${visit.patient.person.given[0]} ${visit.patient.person.family}`,
  };
  const { provider, ...response } = common;
  const adjudication: JsonObject[] = [
    {
      category: concept(code(terminology("adjudication"), "submitted", "Submitted Amount")),
      amount: money(visit.kind.charge),
    },
    {
      category: concept(code(terminology("adjudication"), "benefit", "Benefit Amount")),
      amount: money(paid),
    },
  ];
  const answer = scope.book.add({
    type: "ClaimResponse",
    patient: visit.patient,
    recorded: answeredAt,
    labels,
    story: [`Payer answered: ${course.outcome}`],
    body: {
      ...response,
      requestor: provider,
      request: reference(claim.reference),
      item: [{ itemSequence: integer(1), adjudication }],
      payment: denied
        ? undefined
        : { type: concept(code(terminology("ex-paymenttype"), "complete", "Complete")), amount: money(paid) },
    },
  });
  writeExplanation(scope, claim, { answeredAt, common, adjudication, answer });
}

interface Answer {
  readonly answeredAt: number;
  readonly common: JsonObject;
  readonly adjudication: readonly JsonObject[];
  readonly answer: string;
}

function writeExplanation(
  scope: ChartScope,
  claim: WrittenClaim,
  { answeredAt, common, adjudication, answer }: Answer,
): void {
  const { visit } = claim;
  scope.book.add({
    type: "ExplanationOfBenefit",
    patient: visit.patient,
    recorded: answeredAt,
    labels: labelsOf(visit.reasons),
    story: [`Explanation of benefit for ${visit.kind.title}`],
    body: {
      contained: [containedCoverage(visit)],
      ...common,
      billablePeriod: period(visit.start, visit.end),
      claim: reference(claim.reference),
      claimResponse: reference(answer),
      facility: refLocation(scope, visit.kind.department),
      careTeam: [{ sequence: integer(1), provider: refMember(visit.clinician) }],
      diagnosis: diagnosesOf(visit),
      insurance: [{ focal: true, coverage: reference("#coverage", visit.patient.payer.plan) }],
      item: [{ ...itemOf(scope, visit), adjudication }],
      total: adjudication,
      processNote: [
        {
          number: integer(1),
          type: "display",
          text: `Questions about ${visit.patient.person.given[0]}'s claim: call member services.`,
        },
      ],
    },
  });
}

/** Payers send the coverage inside the explanation, with name and member number in its narrative. */
function containedCoverage(visit: Visit): JsonObject {
  const { patient } = visit;
  return {
    resourceType: "Coverage",
    id: "coverage",
    text: narrative([`${patient.person.given[0]} ${patient.person.family}, member ${patient.memberId}`]),
    status: "active",
    subscriberId: patient.memberId,
    beneficiary: refPatient(patient),
    payor: [reference(`Organization/${patient.payer.id}`, patient.payer.title)],
  };
}
