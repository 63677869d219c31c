import { date, dateTime, momentOf } from "../calendar.ts";
import type { Patient } from "../demand/types.ts";
import { code, concept, decimal, identifier, integer, money, period, reference } from "../fhir/datatypes.ts";
import { SYSTEMS, terminology } from "../fhir/systems.ts";
import { refOrganization, refPatient } from "./scope.ts";
import type { ChartScope } from "./scope.ts";

/** The patient's insurance, what the payer confirmed about it, and the account with its copay. */
export function writeCoverage(scope: ChartScope, patient: Patient): void {
  const random = scope.random.stream(`coverage/${patient.id}`);
  const payer = reference(`Organization/${patient.payer.id}`, patient.payer.title);
  const start = momentOf(scope.today - random.int(200, 900), 0);
  scope.book.add({
    type: "Coverage",
    id: patient.coverageId,
    patient,
    recorded: start + 600,
    story: [`${patient.payer.plan}, member ${patient.memberId}`],
    body: {
      identifier: [identifier(SYSTEMS.memberId, patient.memberId, { code: "MB", display: "Member Number" })],
      status: "active",
      type: concept(patient.payer.kind),
      subscriber: refPatient(patient),
      subscriberId: patient.memberId,
      beneficiary: refPatient(patient),
      relationship: concept(code(terminology("subscriber-relationship"), "self", "Self")),
      period: period(start, momentOf(scope.today + 365, 0)),
      payor: [payer],
      class: [
        {
          type: concept(code(terminology("coverage-class"), "group", "Group")),
          value: patient.groupNumber,
          name: "Employee group",
        },
        {
          type: concept(code(terminology("coverage-class"), "plan", "Plan")),
          value: random.digits(5),
          name: patient.payer.plan,
        },
      ],
      order: integer(1),
      network: "Granite State network",
      costToBeneficiary: [
        {
          type: concept(code(terminology("coverage-copay-type"), "gpvisit", "GP Office Visit")),
          valueMoney: money(patient.copay),
        },
      ],
    },
  });
  writeEligibility(scope, patient);
  writeAccount(scope, patient);
}

function writeEligibility(scope: ChartScope, patient: Patient): void {
  const asked = momentOf(scope.today - scope.random.stream(`eligibility/${patient.id}`).int(1, 20), 7, 30);
  const request = scope.book.add({
    type: "CoverageEligibilityRequest",
    patient,
    recorded: asked,
    story: ["Eligibility asked"],
    body: {
      status: "active",
      purpose: ["benefits"],
      patient: refPatient(patient),
      created: dateTime(asked),
      provider: refOrganization(scope, "front-desk"),
      insurer: reference(`Organization/${patient.payer.id}`, patient.payer.title),
      insurance: [{ focal: true, coverage: reference(`Coverage/${patient.coverageId}`) }],
    },
  });
  scope.book.add({
    type: "CoverageEligibilityResponse",
    patient,
    recorded: asked + 2,
    story: [`Coverage in force, copay $${patient.copay}.00`],
    body: {
      status: "active",
      purpose: ["benefits"],
      patient: refPatient(patient),
      created: dateTime(asked + 2),
      request: reference(request),
      outcome: "complete",
      disposition: `${patient.person.given[0]} ${patient.person.family} is covered.`,
      insurer: reference(`Organization/${patient.payer.id}`, patient.payer.title),
      servicedDate: date(scope.today),
      insurance: [
        {
          coverage: reference(`Coverage/${patient.coverageId}`),
          inforce: true,
          item: [
            {
              category: concept(
                code(terminology("ex-benefitcategory"), "30", "Health Benefit Plan Coverage"),
              ),
              benefit: [
                {
                  type: concept(code(terminology("benefit-type"), "copay", "Copayment per service")),
                  allowedMoney: money(patient.copay),
                },
              ],
            },
          ],
        },
      ],
    },
  });
}

function writeAccount(scope: ChartScope, patient: Patient): void {
  const random = scope.random.stream(`account/${patient.id}`);
  scope.book.add({
    type: "Account",
    patient,
    recorded: momentOf(scope.today - 1, 18),
    story: [`Balance $${patient.balance}.00, copay $${patient.copay}.00`],
    body: {
      extension: [
        {
          url: "https://alder-falls.example.org/fhir/StructureDefinition/account-balance",
          valueMoney: money(patient.balance),
        },
        {
          url: "https://alder-falls.example.org/fhir/StructureDefinition/account-copay",
          valueMoney: money(patient.copay),
        },
        {
          url: "https://alder-falls.example.org/fhir/StructureDefinition/account-credit-score",
          valueDecimal: decimal(random.int(1, 9), 2),
        },
      ],
      identifier: [identifier(SYSTEMS.account, patient.accountNumber)],
      status: "active",
      type: concept(code(SYSTEMS.actCode, "PBILLACCT", "patient billing account")),
      name: `Account of ${patient.person.given[0]} ${patient.person.family}`,
      subject: [refPatient(patient)],
      coverage: [{ coverage: reference(`Coverage/${patient.coverageId}`), priority: integer(1) }],
      owner: refOrganization(scope, "billing"),
      description: `Copay $${patient.copay}.00 due at check-in. Balance $${patient.balance}.00.`,
      guarantor: [{ party: refPatient(patient), onHold: false }],
    },
  });
}
