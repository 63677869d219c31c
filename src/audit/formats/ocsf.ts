import type { AuditEntry } from "../types.ts";
import type { FormatContext } from "./context.ts";
import { reasonTitle } from "./reason.ts";

/** The version of the schema that events are written after; what consumers validate against. */
const OCSF_VERSION = "1.3.0";

/**
 * API Activity: every entry is one call of an API by somebody, permitted or not. Datastore Activity (6005) would speak of
 * the database behind, which the caller never reaches, and Entity Management (3004) of managed entities.
 */
const CATEGORY = 6;
const CLASS = 6003;

/** Activity of the class: 1 create, 2 read, 3 update, 4 delete, 99 another, which its name tells. */
const OTHER = 99;
const ACTIVITIES: ReadonlyMap<string, number> = new Map(
  Object.entries({
    "fhir.create": 1,
    "fhir.read": 2,
    "fhir.vread": 2,
    "fhir.search": 2,
    "fhir.history": 2,
    "fhir.system-search": 2,
    "fhir.compartment-search": 2,
    "fhir.update": 3,
    "fhir.patch": 3,
    "fhir.delete": 4,
    "api.record.search": 2,
    "api.record.export": 2,
  }),
);

/** Informational, Low, Medium. */
const SEVERITY = { permit: 1, deny: 2, error: 3 } as const;

/**
 * An entry as an OCSF event, one line of JSON. What the class has no attribute for stands under `unmapped`, as the schema
 * asks. The query stays sealed.
 */
export function ocsfOf(entry: AuditEntry, context: FormatContext): string {
  const { interaction, outcome, reason } = entry;
  const activity = ACTIVITIES.get(interaction) ?? OTHER;
  const event = {
    category_uid: CATEGORY,
    class_uid: CLASS,
    activity_id: activity,
    ...(activity === OTHER ? { activity_name: interaction } : {}),
    type_uid: CLASS * 100 + activity,
    time: entry.at,
    severity_id: SEVERITY[outcome],
    status_id: outcome === "permit" ? 1 : 2,
    ...(reason === null ? {} : { status_code: reason, status_detail: reasonTitle(reason) }),
    message: `${interaction} ${outcome}`,
    metadata: metadataOf(entry, context),
    actor: actorOf(entry),
    api: {
      operation: interaction,
      service: { name: entry.channel },
      request: { uid: entry.partOf ?? entry.id },
    },
    src_endpoint: { svc_name: entry.channel },
    dst_endpoint: { svc_name: entry.system === "" ? context.site : entry.system },
    ...resourcesOf(entry),
    unmapped: unmappedOf(entry),
  };
  return `${JSON.stringify(event)}\n`;
}

function metadataOf(entry: AuditEntry, { version, site }: FormatContext) {
  return {
    version: OCSF_VERSION,
    uid: entry.id,
    correlation_uid: entry.partOf ?? entry.id,
    log_name: "record",
    log_provider: site,
    product: { name: "Modicum", vendor_name: "Modicum", version },
  };
}

/** Somebody, or at least the way they came. */
function actorOf({ personId, roles, channel }: AuditEntry) {
  if (personId === null) return { app_name: channel };
  const groups = roles.map((name) => ({ name, type: "role" }));
  return { user: { uid: personId, name: personId, type_id: 1, type: "User", groups }, app_name: channel };
}

function resourcesOf({ patients, records }: AuditEntry) {
  const resources = [
    ...patients.map((patient) => ({ type: "patient", uid: `Patient/${patient}` })),
    ...records.map((record) => ({ type: record.split("/")[0] ?? "", uid: record })),
  ];
  return resources.length === 0 ? {} : { resources };
}

function unmappedOf(entry: AuditEntry) {
  const { act, resourceType, purpose, purposes, basis, rules, grantIds, policyHash } = entry;
  const { released, withheldCount, recordCount, changes, recipient } = entry;
  return {
    act,
    resource_type: resourceType,
    purpose,
    purposes,
    basis,
    rules,
    grants: grantIds,
    policy_hash: policyHash,
    released,
    withheld_count: withheldCount,
    record_count: recordCount,
    changes,
    recipient,
  };
}
