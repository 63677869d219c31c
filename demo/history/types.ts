import type { Day, Moment } from "../calendar.ts";
import type { Patient } from "../demand/types.ts";
import type { Member } from "../workforce/types.ts";

/** The part of a chart that was on the screen. */
export type Section =
  | "demographics"
  | "schedule"
  | "summary"
  | "notes"
  | "results"
  | "medications"
  | "orders"
  | "vitals"
  | "billing"
  | "report";

/** Look-ups that somebody had no business with. */
export type Misuse =
  | "family"
  | "ex-partner-old-address"
  | "ex-partner-unlinked"
  | "coworker-on-leave"
  | "neighbor"
  | "celebrity"
  | "dramatic-case"
  | "identity-harvester"
  | "export-at-resignation"
  | "legacy-privilege"
  | "shared-credential"
  | "own-chart"
  | "vendor-browsing";

/** Look-ups that seem wrong and are right. */
export type HardNegative =
  | "same-surname-stranger"
  | "treats-acquaintance"
  | "celebrity-team"
  | "float-cover"
  | "curbside-consult"
  | "tumor-board"
  | "pre-rounding"
  | "quality-sweep"
  | "downtime-back-entry"
  | "wrong-patient-click"
  | "release-bulk-print"
  | "on-call-remote"
  | "record-merge";

/** What an access really was; ordinary work has none. Sealed: it never stands in an exported table. */
export interface Truth {
  readonly label: "misuse" | "hard-negative";
  readonly kind: Misuse | HardNegative;
  /** Accesses of one incident share it. */
  readonly incident: string;
}

/** Somebody looked at something. */
export interface Access {
  /** Whole minutes; seconds and milliseconds are drawn for all alike when the day is complete. */
  readonly at: Moment;
  readonly member: Member;
  /** Null: a report over many patients. */
  readonly patient: Patient | null;
  readonly section: Section;
  readonly action: "view" | "edit" | "print" | "export";
  /** How long it stayed on the screen. */
  readonly seconds: number;
  /** Patients it shows: 1, or as many as the report has. */
  readonly records: number;
  readonly device: string;
  readonly truth: Truth | null;
}

/** An access with the name and the time to the millisecond under which it is exported. */
export interface LoggedAccess extends Access {
  readonly id: string;
  /** Milliseconds after the minute `at`. */
  readonly afterMs: number;
}

/** Tables of evidence, as a hospital's systems hold them. */
export type EvidenceTable =
  | "appointments"
  | "encounters"
  | "assignments"
  | "orders"
  | "claims"
  | "messages"
  | "releases"
  | "shifts";

/** One row of evidence on its way into a table; the columns depend on the table. */
export interface EvidenceRow {
  readonly table: EvidenceTable;
  readonly patient: Patient | null;
  /** Who is named in it; often nobody, since a department did the work. */
  readonly users: readonly Member[];
  /** Departments whose work it is. */
  readonly departments: readonly string[];
  readonly kind: string;
  readonly from: Moment;
  readonly until: Moment;
  /** When it is entered at the earliest; absent: when it begins. */
  readonly knownAt?: Moment;
}

/** A row as it stands in the table: perhaps late, in the wrong unit, by a clock that is off. */
export interface RecordedRow extends EvidenceRow {
  readonly id: string;
  readonly enteredAt: Moment;
}

/** One day of the history. */
export interface HistoryDay {
  readonly day: Day;
  /** In order of time. */
  readonly accesses: readonly LoggedAccess[];
  readonly evidence: readonly RecordedRow[];
}

/** A time away, a change of department, the end of an employment: what the personnel office knows. */
export interface PersonnelChange {
  readonly member: Member;
  readonly kind: "leave" | "moved" | "ends";
  readonly from: Day;
  /** Last day of a leave; the day itself else. */
  readonly until: Day;
  /** Department before a move. */
  readonly previous: string;
}
