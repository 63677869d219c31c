import { isJsonObject } from "../../../kernel/json.ts";
import type { JsonArray, JsonObject, JsonValue } from "../../../kernel/json.ts";
import { err, ok } from "../../../kernel/result.ts";
import type { Result } from "../../../kernel/result.ts";
import type { Reason } from "../../../decision/types.ts";
import { because } from "../reasons.ts";

const OBSERVATION_VALUE = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";
/** What the gateway itself puts on everything that comes out; see security-labels.ts. */
const OWN_LABELS: ReadonlySet<string> = new Set([
  `${OBSERVATION_VALUE}|REDACTED`,
  "http://terminology.hl7.org/CodeSystem/v3-ActCode|MINEC",
]);
const SUBSETTED = `${OBSERVATION_VALUE}|SUBSETTED`;
/** The server's own, and ignored in what is sent: FHIR R4 http, 3.1.0.4. */
const SERVER_SET: ReadonlySet<string> = new Set(["versionId", "lastUpdated"]);

/**
 * A body without what the gateway and the server put into `meta`; any other label, tag or profile stays and is then
 * refused by the merge. Error: it is a part of a record that was asked for in part, and would wipe the rest
 * (FHIR R4 search, 3.1.1.5.8).
 */
export function stripped(body: JsonObject): Result<JsonObject, Reason> {
  const { meta, ...rest } = body;
  if (!isJsonObject(meta)) return ok(body);
  if (listOf(meta["tag"]).some((tag) => keyOf(tag) === SUBSETTED)) return err(because("write_incomplete"));
  const security = listOf(meta["security"]).filter((label) => !OWN_LABELS.has(keyOf(label)));
  const kept = Object.entries(meta).filter(([key]) => !SERVER_SET.has(key) && key !== "security");
  const left = { ...Object.fromEntries(kept), ...(security.length === 0 ? {} : { security }) };
  return ok(Object.keys(left).length === 0 ? rest : { ...rest, meta: left });
}

function keyOf(label: JsonValue): string {
  return isJsonObject(label) ? `${textOf(label["system"])}|${textOf(label["code"])}` : "";
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}

function listOf(value: JsonValue | undefined): JsonArray {
  return Array.isArray(value) ? (value as JsonArray) : [];
}
