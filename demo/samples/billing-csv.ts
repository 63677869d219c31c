import { addressLine, nextOfKin } from "../charts/patient.ts";
import { date, dayOfMoment } from "../calendar.ts";
import type { Billing, Patient, Visit } from "../demand/types.ts";
import type { Hospital } from "../hospital.ts";
import { csvText } from "./csv.ts";

type Column<T> = readonly [header: string, value: (from: T) => string];

const PATIENT_COLUMNS: readonly Column<Patient>[] = [
  ["MRN", ({ mrn }) => mrn],
  ["Last Name", ({ person }) => person.family],
  ["First Name", ({ person }) => person.given[0] ?? ""],
  ["Middle Name", ({ person }) => person.given[1] ?? ""],
  ["Date of Birth", ({ person }) => date(person.bornOn)],
  ["Sex", ({ person }) => person.gender],
  ["SSN", ({ ssn }) => ssn],
  ["Mother's Maiden Name", ({ person }) => person.mothersMaidenName],
  ["Race", ({ person }) => person.race.display],
  ["Ethnicity", ({ person }) => person.ethnicity.display],
  ["Marital Status", ({ person }) => person.marital],
  ["Preferred Language", ({ person }) => person.language.display],
  ["Street Address", ({ household }) => addressLine(household.address)],
  ["City", ({ household }) => household.address.town.name],
  ["State", ({ household }) => household.address.town.state],
  ["ZIP", ({ household }) => household.address.town.zip],
  ["Home Phone", ({ household }) => household.phone],
  ["Mobile Phone", ({ person }) => person.mobile],
  ["Email", ({ person }) => person.email],
  [
    "Emergency Contact",
    ({ person, household }) => {
      const kin = nextOfKin(person, household);
      return kin === undefined ? "" : `${kin.given[0]} ${kin.family}, ${kin.mobile}`;
    },
  ],
  ["Primary Care Provider", ({ physician }) => physician.displayName],
  ["Payer", ({ payer }) => payer.title],
  ["Plan Name", ({ payer }) => payer.plan],
  ["Member ID", ({ memberId }) => memberId],
  ["Group Number", ({ groupNumber }) => groupNumber],
  ["Copay", ({ copay }) => dollars(copay)],
  ["Account Number", ({ accountNumber }) => accountNumber],
  ["Account Balance", ({ balance }) => dollars(balance)],
];

const VISIT_COLUMNS: readonly Column<Visit>[] = [
  ["Date of Service", ({ start }) => date(dayOfMoment(start))],
  ["Visit Type", ({ kind }) => kind.title],
  ["Department", ({ kind }) => kind.department],
  ["Attending Provider", ({ clinician }) => clinician.displayName],
  ["Diagnosis Code", ({ reasons }) => reasons.map(({ problem }) => problem.icd10.code).join(";") || "Z00.00"],
  [
    "Diagnosis Description",
    ({ reasons }) => reasons.map(({ problem }) => problem.icd10.display).join(";") || "Check-up",
  ],
  ["CPT Code", ({ kind }) => kind.billing.code],
  ["Charge Amount", ({ kind }) => dollars(kind.charge)],
  [
    "Internal Memo",
    ({ patient, reasons }) => `${patient.person.given[0]}: ${reasons[0]?.problem.history ?? "no complaints"}`,
  ],
];

const CLAIM_COLUMNS: readonly Column<Billing>[] = [
  ["Claim Number", ({ claimNumber }) => claimNumber],
  ["Claim Status", ({ answeredAt, outcome }) => (answeredAt === null ? "pending" : outcome)],
  ["Paid Amount", ({ answeredAt, paid }) => (answeredAt === null ? "" : dollars(paid))],
];

/** Headers of the export, in order; forty, of which one is of nobody's catalogue. */
export const BILLING_HEADERS: readonly string[] = [
  ...PATIENT_COLUMNS,
  ...VISIT_COLUMNS,
  ...CLAIM_COLUMNS,
].map(([header]) => header);

/** What billing systems hand out when nobody trims: one row a claim, forty columns, with everything in them. */
export function billingCsv(hospital: Pick<Hospital, "demand">): string {
  const rows = hospital.demand.billings
    .filter(({ coded }) => coded)
    .map((billing) => [
      ...PATIENT_COLUMNS.map(([, value]) => value(billing.visit.patient)),
      ...VISIT_COLUMNS.map(([, value]) => value(billing.visit)),
      ...CLAIM_COLUMNS.map(([, value]) => value(billing)),
    ]);
  return csvText([BILLING_HEADERS, ...rows]);
}

function dollars(amount: number): string {
  return amount.toFixed(2);
}
