import type { ReadEvent } from "../types.ts";
import { readAuditEvent } from "./audit-event.ts";

/** AuditEvents of a body: one, or a Bundle of them. What is not one of them is rejected at its place. */
export function readFhirBody(text: string): readonly ReadEvent[] {
  const entries = bundleEntries(text);
  if (entries === null) return [readAuditEvent(text, 1)];
  return entries.map((resource, index) => readAuditEvent(JSON.stringify(resource ?? null), index + 1));
}

/** AuditEvents of NDJSON, one a line; empty lines count as lines. `firstLine` of a part of a longer stream. */
export function readFhirLines(text: string, firstLine = 1): readonly ReadEvent[] {
  return text
    .split("\n")
    .map((line, index) => ({ line: line.trim(), place: firstLine + index }))
    .filter(({ line }) => line !== "")
    .map(({ line, place }) => readAuditEvent(line, place));
}

/** Null: no Bundle. */
function bundleEntries(text: string): readonly unknown[] | null {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(body) || body["resourceType"] !== "Bundle") return null;
  const entries: unknown = body["entry"];
  if (!Array.isArray(entries)) return [];
  return entries.map((entry: unknown) => (isRecord(entry) ? entry["resource"] : null));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
