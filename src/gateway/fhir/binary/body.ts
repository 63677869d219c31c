import { createHash } from "node:crypto";
import { AppError } from "../../../kernel/errors.ts";
import { isJsonObject, JsonNumber } from "../../../kernel/json.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import type { Content } from "./content-links.ts";

/** Content as it is sent. */
export interface BinaryBody {
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** What documents come in. INVARIANT: no form that a record of FHIR has, since nobody projects content. */
const TYPES: ReadonlySet<string> = new Set([
  "application/dicom",
  "application/msword",
  "application/pdf",
  "application/rtf",
  "application/vnd.oasis.opendocument.text",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  "application/xml",
  "audio/mpeg",
  "audio/wav",
  "image/gif",
  "image/jpeg",
  "image/png",
  "image/svg+xml",
  "image/tiff",
  "image/webp",
  "text/csv",
  "text/html",
  "text/plain",
  "text/rtf",
  "text/xml",
  "video/mp4",
]);

const MOST_BYTES = 32 * 1024 * 1024;

/**
 * The content of a Binary that the upstream sent, if it is what the attachment says it is. Null: it is of a form that
 * does not come out, or the record that governs it (`securityContext`) is neither the owner nor its patient.
 * @throws AppError `upstream_invalid` when it is not what was asked for, or neither its size nor its hash is right
 */
export function readBody(
  binary: JsonObject,
  { owner, binaryId }: Content,
  patients: readonly string[],
  attachment: JsonObject,
): BinaryBody | null {
  if (binary["resourceType"] !== "Binary" || binary["id"] !== binaryId)
    throw untrue("it is no Binary by that id");
  const contentType = mediaType(binary["contentType"]);
  const said = attachment["contentType"];
  if (said !== undefined && mediaType(said) !== contentType) throw untrue("it is of another media type");
  if (!TYPES.has(contentType) || !isGovernedBy(binary, owner, patients)) return null;
  const bytes = bytesOf(binary);
  const { size, hash } = attachment;
  if (size instanceof JsonNumber && size.valueOf() !== bytes.length) throw untrue("it has another size");
  // SHA-1, as FHIR R4 (datatypes, Attachment.hash) has it: against mistakes, not against forgery.
  if (typeof hash === "string" && createHash("sha1").update(bytes).digest("base64") !== hash)
    throw untrue("it has another hash");
  const charset = contentType.startsWith("text/") ? charsetOf(binary["contentType"]) : "";
  return { contentType: contentType + charset, bytes };
}

function bytesOf({ data }: JsonObject): Uint8Array {
  if (data === undefined) return new Uint8Array();
  if (typeof data !== "string" || !/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(data))
    throw untrue("it is not in base64");
  if (data.length > (MOST_BYTES / 3) * 4) throw untrue(`it has more than ${MOST_BYTES} bytes`);
  return Buffer.from(data, "base64");
}

/** FHIR R4 Binary.securityContext: the record by whose rules the content is to be given out. */
function isGovernedBy(binary: JsonObject, owner: string, patients: readonly string[]): boolean {
  const context = binary["securityContext"];
  if (context === undefined) return true;
  const reference = isJsonObject(context) ? context["reference"] : undefined;
  return reference === owner || patients.some((patient) => reference === `Patient/${patient}`);
}

function mediaType(text: unknown): string {
  return typeof text === "string" ? (text.split(";")[0] ?? "").trim().toLowerCase() : "";
}

function charsetOf(text: unknown): string {
  const charset = /;\s*charset="?([\w-]{1,40})"?/i.exec(String(text))?.[1];
  return charset === undefined ? "" : `; charset=${charset}`;
}

function untrue(what: string): AppError {
  return new AppError("upstream_invalid", `attached content is not what was asked for: ${what}`);
}
