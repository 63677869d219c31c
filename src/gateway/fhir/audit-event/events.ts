import { auditEventsOf } from "../../../audit/formats/audit-event/audit-event.ts";
import type { FormatContext } from "../../../audit/formats/context.ts";
import type { AuditEntry, RecordedRelease } from "../../../audit/types.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import type { Permitted } from "../../../pipeline.ts";
import { labeled } from "../security-labels.ts";
import { releasedElements, type RecordRights } from "./rights.ts";

/** An AuditEvent with what the record needs to know of its release. */
export interface ShownEvent {
  readonly id: string;
  readonly resource: JsonObject;
  readonly patient: string | null;
}

/** The events of an entry as its reader may see it, labeled as everything here is. */
export function eventsOf(entry: AuditEntry, permitted: Permitted): readonly ShownEvent[] {
  const patients = [...new Set(entry.patients)];
  return auditEventsOf(entry, contextOf(permitted)).map((resource, at) => ({
    id: resource["id"] as string,
    resource: labeled(resource),
    patient: patients[at] ?? null,
  }));
}

/** What an answer of events releases. A read of the record is in the record too. */
export function releaseOfEvents(
  events: readonly ShownEvent[],
  rights: RecordRights,
  { decision }: Permitted,
): RecordedRelease {
  return {
    outcome: "permit",
    reason: null,
    rules: [...new Set(decision.slices.map(({ rule }) => rule))],
    grantIds: [],
    patients: [...new Set(events.flatMap(({ patient }) => patient ?? []))],
    records: events.map(({ id }) => `AuditEvent/${id}`),
    released: releasedElements(rights),
    withheldCount: 0,
  };
}

function contextOf({ policy }: Permitted): FormatContext {
  return {
    site: policy.org.id,
    version: "",
    purposeCode: (id) => policy.purposes.get(id)?.code,
  };
}
