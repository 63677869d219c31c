/** One entry as it stands in a bundle. */
import { createHash } from "node:crypto";
import { canonicalText } from "./canonical.ts";

/** What the verifier reads of an entry. */
export interface ParsedEntry {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly seq: number;
  /** The log it was written for; null of the first form, which does not say. */
  readonly origin: string | null;
  /** Base64 SHA-256 of the sealed part. */
  readonly sealedHash: string;
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Reads the bytes of an entry; null where they are not canonical JSON with the members of one of its two forms. */
export function parseEntry(bytes: Uint8Array): ParsedEntry | null {
  const value = valueOf(bytes);
  if (value === null) return null;
  const { id, at, seq, origin, sealedHash, sealed } = value;
  const isPlaced = typeof id === "string" && Number.isSafeInteger(at) && Number.isSafeInteger(seq);
  if (!isPlaced) return null;
  const place = { id, at: at as number, seq: seq as number };
  if (typeof origin === "string" && typeof sealedHash === "string") return { ...place, origin, sealedHash };
  if (origin !== undefined || typeof sealed !== "string") return null;
  return { ...place, origin: null, sealedHash: sha256(Buffer.from(sealed, "base64")) };
}

function valueOf(bytes: Uint8Array): Readonly<Record<string, unknown>> | null {
  try {
    const text = utf8.decode(bytes);
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
    return canonicalText(value) === text ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** Base64 SHA-256, as entries name their sealed part. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("base64");
}
