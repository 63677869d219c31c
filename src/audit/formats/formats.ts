import type { AuditEntry } from "../types.ts";
import { auditEventsOf } from "./audit-event/audit-event.ts";
import { cefOf } from "./cef.ts";
import type { FormatContext } from "./context.ts";
import { csvHeader, csvOfEntry } from "./csv.ts";
import { ocsfOf } from "./ocsf.ts";

/** A way to write entries down, line by line, so that a file of any length needs the memory of one entry. */
export interface RecordFormat {
  readonly mediaType: string;
  /** Of the file's name, without a dot. */
  readonly extension: string;
  /** What the file begins with; empty where it begins with the first entry. */
  readonly header: () => string;
  /** Whole lines. */
  readonly lines: (entry: AuditEntry, context: FormatContext) => string;
}

/** What entries leave as. */
export const RECORD_FORMATS = {
  csv: {
    mediaType: "text/csv; charset=utf-8",
    extension: "csv",
    header: csvHeader,
    lines: csvOfEntry,
  },
  "ndjson-auditevent": {
    mediaType: "application/fhir+ndjson",
    extension: "ndjson",
    header: () => "",
    lines: (entry, context) =>
      auditEventsOf(entry, context)
        .map((event) => `${JSON.stringify(event)}\n`)
        .join(""),
  },
  ocsf: {
    mediaType: "application/x-ndjson",
    extension: "ocsf.jsonl",
    header: () => "",
    lines: ocsfOf,
  },
  cef: { mediaType: "text/plain; charset=utf-8", extension: "cef", header: () => "", lines: cefOf },
} as const satisfies Record<string, RecordFormat>;

export type RecordFormatName = keyof typeof RECORD_FORMATS;

export const RECORD_FORMAT_NAMES = [
  "csv",
  "ndjson-auditevent",
  "ocsf",
  "cef",
] as const satisfies RecordFormatName[];
