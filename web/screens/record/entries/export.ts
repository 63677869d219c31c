import { api } from "../../../api/client.ts";
import { entryOf, succeeded } from "../../../api/transport.ts";
import type { EntryQuery } from "./entries.ts";

/** What the record leaves as, in the words of who asks for it. */
export const EXPORT_FORMATS = [
  { id: "csv", label: "CSV", hint: "spreadsheets" },
  { id: "ndjson-auditevent", label: "FHIR AuditEvent", hint: "IHE BALP" },
  { id: "ocsf", label: "OCSF", hint: "security lakes" },
  { id: "cef", label: "CEF", hint: "SIEM" },
] as const;

export type ExportFormat = (typeof EXPORT_FORMATS)[number]["id"];

export interface ExportedRecord {
  readonly file: Blob;
  readonly name: string;
  readonly entryId: string | null;
}

/**
 * All entries of a view as a file; one's own are those of one's own name. An export that breaks off is no file.
 * @throws ApiError
 */
export async function exportEntries(
  { mine, ...filters }: EntryQuery,
  person: string | undefined,
  format: ExportFormat,
): Promise<ExportedRecord> {
  const own = mine && person !== undefined ? { person } : {};
  const response = await succeeded(
    await api.record["_export"].$post({ json: { ...filters, ...own, format } }),
  );
  const named = /filename="([\w.-]+)"/.exec(response.headers.get("content-disposition") ?? "");
  return { file: await response.blob(), name: named?.[1] ?? `record.${format}`, entryId: entryOf(response) };
}
