import type { JsonObject } from "../../src/kernel/json.ts";
import { dateTime } from "../calendar.ts";
import type { Moment } from "../calendar.ts";
import type { Billing, Visit } from "../demand/types.ts";
import { code, concept, integer, money, narrative, period, reference } from "../fhir/datatypes.ts";
import { terminology } from "../fhir/systems.ts";
import { diagnosesOf, headOf, itemOf } from "./claim.ts";
import { labelsOf, refLocation, refMember, refPatient } from "./scope.ts";
import type { ChartScope } from "./scope.ts";

/** The payer's response and the explanation of benefit, once the payer has answered. */
export function writeClaimAnswer(scope: ChartScope, billing: Billing): void {
  if (billing.answeredAt === null) return;
  writeExplanation(scope, billing, billing.answeredAt, writeResponse(scope, billing, billing.answeredAt));
}

function writeResponse(scope: ChartScope, billing: Billing, answeredAt: Moment): string {
  const { visit } = billing;
  const { provider, ...head } = headOf(visit);
  return scope.book.add({
    type: "ClaimResponse",
    patient: visit.patient,
    recorded: answeredAt,
    labels: labelsOf(visit.reasons),
    story: [`Payer answered: ${billing.outcome}`],
    body: {
      ...head,
      requestor: provider,
      created: dateTime(answeredAt),
      outcome: billing.outcome,
      disposition: dispositionOf(billing),
      request: reference(`Claim/${billing.claimId}`),
      item: [{ itemSequence: integer(1), adjudication: adjudicationOf(billing) }],
      payment: paymentOf(billing),
    },
  });
}

function dispositionOf({ visit, outcome }: Billing): string {
  if (outcome === "error") return "Denied: documentation requested";
  return `Paid for ${visit.patient.person.given[0]} ${visit.patient.person.family}`;
}

function adjudicationOf({ visit, paid }: Billing): JsonObject[] {
  const amounts = [
    ["submitted", "Submitted Amount", visit.kind.charge],
    ["benefit", "Benefit Amount", paid],
  ] as const;
  return amounts.map(([value, display, amount]) => ({
    category: concept(code(terminology("adjudication"), value, display)),
    amount: money(amount),
  }));
}

function paymentOf({ outcome, paid, answeredAt }: Billing): JsonObject | undefined {
  if (paid === 0 || answeredAt === null) return undefined;
  const [value, display] = outcome === "complete" ? ["complete", "Complete"] : ["partial", "Partial"];
  return { type: concept(code(terminology("ex-paymenttype"), value, display)), amount: money(paid) };
}

function writeExplanation(scope: ChartScope, billing: Billing, answeredAt: Moment, answer: string): void {
  const { visit } = billing;
  const adjudication = adjudicationOf(billing);
  const note = `Questions about ${visit.patient.person.given[0]}'s claim: call member services.`;
  scope.book.add({
    type: "ExplanationOfBenefit",
    patient: visit.patient,
    recorded: answeredAt,
    labels: labelsOf(visit.reasons),
    story: [`Explanation of benefit for ${visit.kind.title}`],
    body: {
      contained: [containedCoverage(visit)],
      ...headOf(visit),
      created: dateTime(answeredAt),
      outcome: billing.outcome,
      disposition: dispositionOf(billing),
      billablePeriod: period(visit.start, visit.end),
      claim: reference(`Claim/${billing.claimId}`),
      claimResponse: reference(answer),
      facility: refLocation(scope, visit.kind.department),
      careTeam: [{ sequence: integer(1), provider: refMember(visit.clinician) }],
      diagnosis: diagnosesOf(visit),
      insurance: [{ focal: true, coverage: reference("#coverage", visit.patient.payer.plan) }],
      item: [{ ...itemOf(scope, visit), adjudication }],
      total: adjudication,
      payment: paymentOf(billing),
      processNote: [{ number: integer(1), type: "display", text: note }],
    },
  });
}

/** Payers send the coverage inside the explanation, with name and member number in its narrative. */
function containedCoverage({ patient }: Visit): JsonObject {
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
