import type { AuditEntry } from "../../types.ts";
import type { EventKind } from "./event-kind.ts";

const BALP = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit";

/**
 * The BALP profile that an event claims (IHE ITI Basic Audit Log Patterns 1.1, FHIR R4), or null: an event claims only
 * what it holds every required part of. Without the right to patients, records and query stay sealed and nothing is
 * claimed; an Authorization Decision by role has no profile.
 */
export function profileOf(entry: AuditEntry, { family }: EventKind, patient: string | null): string | null {
  const of = patient === null ? "" : "Patient";
  if (family === null) return null;
  if (family === "Disclosure") {
    const complete = patient !== null && entry.recipient !== null;
    return complete ? `${BALP}.PrivacyDisclosure.Source` : null;
  }
  const complete = family === "Query" ? entry.query !== null : entry.records.length === 1;
  return complete ? `${BALP}.${of}${family}` : null;
}
