import type { AuditEntry } from "../types.ts";

/** How a source sends: FHIR AuditEvents, ATNA messages over syslog, or rows of a file. */
export type SourceKind = "fhir" | "atna" | "csv";

/** What was done, in words that every format can be told in. */
export const EVENT_KINDS = [
  "read",
  "search",
  "create",
  "update",
  "delete",
  "execute",
  "login",
  "logout",
  "export",
  "import",
  "other",
] as const;

export type EventKind = (typeof EVENT_KINDS)[number];

/** An event of another system, in our words; who and whom it names are still its own ids. */
export interface SourceEvent {
  /** The sender's id of the event; null: it gave none. */
  readonly event: string | null;
  /** When it happened, by the sender's clock, in milliseconds since 1970. */
  readonly at: number;
  readonly kind: EventKind;
  readonly outcome: AuditEntry["outcome"];
  /** As the sender knows the person who acted; null: nobody is named. */
  readonly agent: string | null;
  /** The same as a FHIR reference, `Practitioner/7`; null: none was given. */
  readonly agentReference: string | null;
  readonly purpose: string | null;
  readonly resourceType: string | null;
  readonly patients: readonly string[];
  /** `Type/id` */
  readonly records: readonly string[];
  readonly recipient: string | null;
  readonly query: string | null;
}

/** Why an event was not taken. */
export type RejectCode =
  | "not_json"
  | "not_audit_event"
  | "not_xml"
  | "xml_forbidden"
  | "not_audit_message"
  | "not_syslog"
  | "cells_missing"
  | "not_csv"
  | "time_missing"
  | "time_invalid"
  | "kind_unknown"
  | "value_unknown"
  | "too_long"
  | "character";

/** One event as it was read, or why it was not. */
export type ReadEvent =
  | {
      readonly ok: true;
      readonly event: SourceEvent;
      /** As it was sent. */
      readonly raw: string;
      /** What makes it the same event where the sender gives no id: its canonical form. */
      readonly canonical: string;
      /** Line of a file, place in a Bundle; from 1. */
      readonly place: number;
    }
  | Rejected;

export interface Rejected {
  readonly ok: false;
  readonly reason: RejectCode;
  readonly raw: string;
  readonly place: number;
}

/** How what a source sends is told in our ids. */
export interface SourceRules {
  /** `userName`: its user names are ours; `practitioner`: it names Practitioners of our upstream; `own`: neither. */
  readonly people: "userName" | "practitioner" | "own";
  /** Its id of a person to ours; comes first. */
  readonly aliases: Readonly<Record<string, string>>;
  /** `ours`: its patient ids are those of our upstream; `own`: they are kept as `source-id/their-id`. */
  readonly patients: "ours" | "own";
  /** Registered clients that may send for it; empty: whoever has the right to send. */
  readonly clients: readonly string[];
  /** SHA-256 fingerprints, lower-case hex, of the certificates that it may come with over syslog. */
  readonly certificates: readonly string[];
  /** Of a file; null: it sends none. */
  readonly mapping: CsvMapping | null;
}

/** How the rows of a file are told as events. */
export interface CsvMapping {
  /** What separates cells; a comma unless said. */
  readonly delimiter?: "," | ";" | "\t" | "|" | undefined;
  readonly fields: Readonly<Partial<Record<CsvField, FieldRule>>>;
  readonly time: TimeRule;
}

export const CSV_FIELDS = [
  "event",
  "at",
  "kind",
  "outcome",
  "agent",
  "purpose",
  "resourceType",
  "patient",
  "record",
  "recipient",
  "query",
] as const;

export type CsvField = (typeof CSV_FIELDS)[number];

/** A column, or a constant; values of a column may be told by a table. */
export interface FieldRule {
  readonly column?: string | undefined;
  readonly constant?: string | undefined;
  /** Cell to value; a cell that is not in it rejects the row, unless `otherwise` says what it stands for. */
  readonly values?: Readonly<Record<string, string>> | undefined;
  readonly otherwise?: string | undefined;
}

/** How times are written. */
export interface TimeRule {
  /** `iso`, `epoch-s`, `epoch-ms`, or a pattern of yyyy MM dd HH hh mm ss SSS a. */
  readonly format: string;
  /** IANA zone of times that state no offset. */
  readonly zone?: string | undefined;
}

/** A system whose log comes in. */
export interface RecordSource {
  readonly id: string;
  readonly name: string;
  readonly kind: SourceKind;
  /** The person who answers for it. */
  readonly owner: string;
  readonly rules: SourceRules;
  /** Silent when nothing came for so many milliseconds. */
  readonly intervalMs: number;
  /** Milliseconds since 1970, as are the times below. */
  readonly addedAt: number;
  /** When something came last, taken or not; null: never. */
  readonly seenAt: number | null;
  /** Since when its silence is in the record; null: it is not silent. */
  readonly silentSince: number | null;
  readonly disabledAt: number | null;
  /** From 1; of two changes made on one version the second is refused. */
  readonly version: number;
}

/** What became of a batch. Every event is in one of the three. */
export interface Taken {
  readonly accepted: number;
  /** Events that are in the record already, or came twice in the batch. */
  readonly duplicate: number;
  readonly rejected: readonly { readonly place: number; readonly reason: RejectCode }[];
}
