import type { Day, Moment } from "../calendar.ts";
import type { Code } from "../fhir/datatypes.ts";
import type { Household, Person } from "../world/types.ts";
import type { Member } from "../workforce/types.ts";

/** How the source system marks a record: by label, or not at all, so that its codes alone tell. */
export type Marking = "labeled" | "codes-only";

/** Areas of care that the law or the patient's expectations single out. */
export type SensitiveArea = "behavioral-health" | "substance-use" | "hiv" | "genetic" | "reproductive";

export interface Medication {
  readonly rxnorm: Code;
  readonly dosage: string;
  readonly timesPerDay: number;
  /** Doses dispensed at a time. */
  readonly supply: number;
}

/** A health problem as patients come with it. */
export interface Problem {
  readonly id: string;
  readonly icd10: Code;
  readonly snomed: Code;
  readonly chronic: boolean;
  readonly medications: readonly Medication[];
  /** Laboratory panels that follow it. */
  readonly panels: readonly string[];
  readonly area: SensitiveArea | null;
  /** What the note says of it. */
  readonly history: string;
  /** Chance that a person of this age (years) and birth sex has it. */
  readonly prevalence: (age: number, sex: "F" | "M") => number;
}

/** A problem of one patient. */
export interface Diagnosis {
  readonly problem: Problem;
  readonly since: Day;
  readonly conditionId: string;
  readonly marking: Marking;
  /** Treated in the program that 42 CFR Part 2 governs. */
  readonly part2: boolean;
  /** Care that a minor consented to alone (45 CFR 164.502(g)(3)). */
  readonly confidential: boolean;
}

export interface Payer {
  readonly id: string;
  readonly title: string;
  readonly plan: string;
  readonly kind: Code;
  readonly weight: number;
}

export interface Patient {
  readonly id: string;
  readonly person: Person;
  readonly household: Household;
  readonly mrn: string;
  readonly ssn: string;
  readonly physician: Member;
  readonly diagnoses: readonly Diagnosis[];
  readonly payer: Payer;
  readonly memberId: string;
  readonly coverageId: string;
  readonly groupNumber: string;
  /** US dollars. */
  readonly copay: number;
  readonly balance: number;
  readonly accountNumber: string;
  readonly registeredOn: Day;
}

export interface VisitKind {
  readonly id: string;
  readonly title: string;
  readonly department: string;
  /** v3 ActEncounterCode. */
  readonly encounterClass: Code;
  readonly type: Code;
  /** Procedure code billed for it, with the practice's own wording. */
  readonly billing: Code;
  readonly charge: number;
  readonly minutes: number;
  readonly note: "visit" | "progress" | "consult" | "discharge";
}

/** One encounter of a patient with the hospital; the cause of notes, orders, results and claims. */
export interface Visit {
  readonly encounterId: string;
  readonly patient: Patient;
  readonly kind: VisitKind;
  readonly start: Moment;
  readonly end: Moment;
  readonly clinician: Member;
  readonly nurse: Member | null;
  /** Empty: a check-up. */
  readonly reasons: readonly Diagnosis[];
  readonly status: "finished" | "in-progress";
}

/** A time promised to a patient, today or later, or kept in the last weeks. */
export interface Booking {
  readonly patient: Patient;
  readonly kind: VisitKind;
  readonly start: Moment;
  readonly clinician: Member;
  readonly status: "booked" | "arrived" | "fulfilled" | "noshow" | "cancelled";
  readonly reasons: readonly Diagnosis[];
  readonly encounterId: string | null;
}

/** What becomes of a visit on its way to being paid; each step follows the one before. */
export interface Billing {
  readonly visit: Visit;
  /** False: the encounter waits in the coding queue, and there is no claim yet. */
  readonly coded: boolean;
  readonly claimId: string;
  readonly claimNumber: string;
  readonly claimedAt: Moment;
  /** Null: the payer has not answered. */
  readonly answeredAt: Moment | null;
  readonly outcome: "complete" | "partial" | "error";
  /** US dollars; 0 until answered. */
  readonly paid: number;
}

export interface Demand {
  readonly patients: readonly Patient[];
  readonly visits: readonly Visit[];
  readonly bookings: readonly Booking[];
  readonly billings: readonly Billing[];
}
