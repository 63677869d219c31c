import type { JsonObject } from "../../../kernel/json.ts";
import type { AuditEntry } from "../../types.ts";
import { ENTITY_ROLES, ENTITY_TYPES, OWN } from "./codes.ts";
import type { Family } from "./event-kind.ts";

/**
 * AuditEvent.entity of one event: the patient it is about, the records or the query, the request (X-Request-Id, which is
 * the entry's id), and what came out of it. A profile of BALP tells its slices apart by type alone, so a query has no
 * records beside it.
 */
export function entitiesOf(entry: AuditEntry, family: Family, patient: string | null): readonly JsonObject[] {
  const isQuery = family === "Query";
  return [
    ...(patient === null ? [] : [patientEntity(patient)]),
    ...(isQuery ? queryEntities(entry) : entry.records.map(recordEntity)),
    requestEntity(entry),
    ...releaseEntities(entry),
  ];
}

function patientEntity(patient: string): JsonObject {
  return {
    what: { reference: `Patient/${patient}` },
    type: ENTITY_TYPES.person,
    role: ENTITY_ROLES.patient,
  };
}

function recordEntity(reference: string): JsonObject {
  return { what: { reference }, type: ENTITY_TYPES.systemObject, role: ENTITY_ROLES.domainResource };
}

/** Sealed from who may not read patients; an empty query is one too. */
function queryEntities({ query }: AuditEntry): readonly JsonObject[] {
  if (query === null) return [];
  const text = query === "" ? "?" : query;
  return [
    {
      type: ENTITY_TYPES.systemObject,
      role: ENTITY_ROLES.query,
      query: Buffer.from(text, "utf8").toString("base64"),
    },
  ];
}

function requestEntity({ id, partOf }: AuditEntry): JsonObject {
  return {
    what: { identifier: { system: OWN.entry, value: partOf ?? id } },
    type: ENTITY_TYPES.requestId,
  };
}

/** Names of data elements and counts; never a value. */
function releaseEntities(entry: AuditEntry): readonly JsonObject[] {
  const { outcome, released, withheldCount, recordCount, changes } = entry;
  if (outcome !== "permit") return [];
  const detail = [
    ...released.map((element) => ({ type: "released", valueString: element })),
    ...changes.map((change) => ({ type: "changed", valueString: change })),
    { type: "records", valueString: String(recordCount) },
    { type: "withheld", valueString: String(withheldCount) },
  ];
  return [{ type: ENTITY_TYPES.release, detail }];
}
