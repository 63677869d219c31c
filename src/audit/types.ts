import type { ReasonCode } from "../kernel/reasons.ts";

/** A grant that stands outside what the role has: approved just in time, or taken by breaking the glass. */
export type ExceptionKind = "break-glass" | "jit";
/** Where an entry of another system came from. */
export interface EntrySource {
  /** The source as it is registered. */
  readonly id: string;
  /** The sender's id of the event; `hmac:` and a keyed digest of the event where it gave none. */
  readonly event: string;
  /** When it happened by the sender's clock, in milliseconds since 1970. */
  readonly at: number;
}

/** One entry of the record: who, what act, which patients, which elements, why, under which policy. */
export interface AuditEntry {
  /** UUIDv7; also the decision id shown to the caller. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly personId: string | null;
  readonly roles: readonly string[];
  readonly act: "use" | "disclose" | "request";
  /** `fhir.read`, `fhir.search`, `api.record.search`, `keys.rotate`… */
  readonly interaction: string;
  readonly resourceType: string | null;
  /** As declared. */
  readonly purpose: string | null;
  /** Resolved. */
  readonly purposes: readonly string[];
  /** Exemption code or basis. */
  readonly basis: string | null;
  readonly rules: readonly string[];
  readonly grantIds: readonly string[];
  readonly policyHash: string;
  readonly system: string;
  readonly channel: string;
  readonly outcome: "permit" | "deny" | "error";
  readonly reason: ReasonCode | null;
  /** Catalogue ids. */
  readonly released: readonly string[];
  readonly withheldCount: number;
  readonly recordCount: number;
  /**
   * What the act changed, in ids of the policy: `gained biller/billing/patient.sex on billable`.
   * INVARIANT: never of a patient; it is stored open.
   */
  readonly changes: readonly string[];
  /** The entry of the intent whose stream this is a part or the end of. */
  readonly partOf?: string;
  /** Kinds of the temporary grants among `grantIds`, each once, sorted; absent: none. */
  readonly exceptions?: readonly ExceptionKind[];
  /** Of an entry that another system sent: `at` of the entry is then when it was received. */
  readonly source?: EntrySource;
  /** The event as the other system sent it, cut where it is very long. Sealed at rest. */
  readonly sourceEvent?: string;
  /** Sealed at rest: it may be the patient. */
  readonly recipient: string | null;
  /** Patient-linked: sealed at rest. */
  readonly patients: readonly string[];
  /** Patients whom it named and whose keys were destroyed since: nobody can tell who they were. Absent where there is none. */
  readonly shredded?: number;
  /** `Type/id`; sealed at rest. */
  readonly records: readonly string[];
  /** The query as asked; sealed at rest, never logged. */
  readonly query: string | null;
}

/** What an answer let out, as the surface that built it counted. Element ids, not values. */
export type RecordedRelease =
  | { readonly outcome: "deny" | "error"; readonly reason: ReasonCode; readonly partOf?: string }
  | {
      readonly outcome: "permit";
      readonly reason: ReasonCode | null;
      readonly rules: readonly string[];
      readonly grantIds: readonly string[];
      readonly patients: readonly string[];
      readonly records: readonly string[];
      readonly released: readonly string[];
      readonly withheldCount: number;
      readonly changes?: readonly string[];
      readonly partOf?: string;
    };
