import type { JsonObject } from "../../../kernel/json.ts";
import type { AuditEntry } from "../../types.ts";
import type { FormatContext } from "../context.ts";
import { reasonStatus, reasonTitle } from "../reason.ts";
import { agentsOf, gatewayOf } from "./agents.ts";
import { APPLICATION_SERVER } from "./codes.ts";
import { entitiesOf } from "./entities.ts";
import { type EventKind, kindOf } from "./event-kind.ts";
import { profileOf } from "./profile.ts";
import { purposesOf } from "./purposes.ts";

/**
 * An entry as FHIR R4 AuditEvents after IHE BALP: one for each patient it names, in the order it names them, or one
 * about no patient. Pure: the same entry gives the same events with the same ids, however often it is exported.
 */
export function auditEventsOf(entry: AuditEntry, context: FormatContext): readonly JsonObject[] {
  const kind = kindOf(entry);
  const patients = [...new Set(entry.patients)];
  if (patients.length === 0) return [eventOf(entry, kind, null, 0, context)];
  return patients.map((patient, at) => eventOf(entry, kind, patient, at + 1, context));
}

/** The id of an event: the entry's and the ordinal of the patient in it, 0 for none. FHIR R4 datatypes, id. */
export function auditEventId(entryId: string, ordinal: number): string {
  return `${entryId}.${ordinal}`;
}

/** The inverse of auditEventId; null for what is none. */
export function parseAuditEventId(id: string): { readonly entryId: string; readonly ordinal: number } | null {
  const match = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(0|[1-9]\d{0,6})$/.exec(id);
  return match?.[1] === undefined ? null : { entryId: match[1], ordinal: Number(match[2]) };
}

function eventOf(
  entry: AuditEntry,
  kind: EventKind,
  patient: string | null,
  ordinal: number,
  context: FormatContext,
): JsonObject {
  const profile = profileOf(entry, kind, patient);
  const purposes = purposesOf(entry, context);
  return {
    resourceType: "AuditEvent",
    id: auditEventId(entry.id, ordinal),
    ...(profile === null ? {} : { meta: { profile: [profile] } }),
    type: kind.type,
    subtype: kind.subtypes,
    action: kind.action,
    recorded: new Date(entry.at).toISOString(),
    outcome: outcomeOf(entry),
    ...(entry.reason === null ? {} : { outcomeDesc: descriptionOf(entry.reason) }),
    ...(purposes.length === 0 ? {} : { purposeOfEvent: purposes }),
    agent: agentsOf(entry, kind, context),
    source: { site: context.site, observer: gatewayOf(context), type: [APPLICATION_SERVER] },
    entity: entitiesOf(entry, kind.family, patient),
  };
}

/** FHIR R4 audit-event-outcome: 4 is like an HTTP 4xx, 8 like a 5xx. */
function outcomeOf({ outcome, reason }: AuditEntry): string {
  if (outcome === "permit") return "0";
  return outcome === "error" || reason === null || reasonStatus(reason) >= 500 ? "8" : "4";
}

/** The code first, so that it can be found again. */
function descriptionOf(reason: string): string {
  return `${reason}: ${reasonTitle(reason)}`;
}
