import { isResourceType } from "../../../catalogue/fhir-r4/definitions.ts";
import { isJsonObject, newJsonObject } from "../../../kernel/json.ts";
import type { JsonArray, JsonObject, JsonValue } from "../../../kernel/json.ts";
import type { Permitted } from "../../../pipeline.ts";
import type { Reason } from "../../../decision/types.ts";
import type { GatewayParts } from "../deps.ts";
import { because } from "../reasons.ts";
import { findRecord } from "../find.ts";

/** Records that one body may newly refer to; each is read before it is written. */
const MOST_REFERENCES = 50;
const LOCAL = /^([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})$/;

/** The body with links to this gateway as what they are upstream: links within one server. */
export function withLocalReferences(body: JsonObject, baseUrl: string): JsonObject {
  return mapReferences(body, (text) =>
    text.startsWith(`${baseUrl}/`) ? text.slice(baseUrl.length + 1) : text,
  );
}

/** The body with each link that stands in `known` replaced by what stands there for it. */
export function withKnownReferences(body: JsonObject, known: ReadonlyMap<string, string>): JsonObject {
  return mapReferences(body, (text) => known.get(text) ?? text);
}

/**
 * A reason when the body refers to a record that it did not refer to before and that its writer may not see, or to
 * no record of this server: hidden and absent are the same. `made` are the links that a transaction itself resolves.
 */
export async function checkReferences(
  parts: GatewayParts,
  reading: Permitted,
  body: JsonObject,
  before: JsonObject | null,
  made: ReadonlySet<string>,
): Promise<Reason | null> {
  const known = new Set(before === null ? [] : referencesIn(before));
  const added = [...new Set(referencesIn(body))].filter((text) => !known.has(text) && !made.has(text));
  if (added.length > MOST_REFERENCES)
    return because("bad_request", `a body refers to no more than ${MOST_REFERENCES} other records`);
  for (const text of added) {
    const [, type = "", id = ""] = LOCAL.exec(text) ?? [];
    const isThere = isResourceType(type) && (await findRecord(parts, reading, type, id)) !== null;
    if (!isThere) return because("reference_not_found");
  }
  return null;
}

/** The texts of all References in a value. */
export function referencesIn(value: JsonValue | undefined): readonly string[] {
  if (Array.isArray(value)) return (value as JsonArray).flatMap(referencesIn);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    key === "reference" && typeof member === "string" ? [member] : referencesIn(member),
  );
}

function mapReferences(object: JsonObject, change: (text: string) => string): JsonObject {
  const mapped = newJsonObject();
  for (const [key, member] of Object.entries(object)) {
    const isLink = key === "reference" && typeof member === "string";
    mapped[key] = isLink ? change(member) : mapValue(member, change);
  }
  return mapped;
}

function mapValue(value: JsonValue | undefined, change: (text: string) => string): JsonValue | undefined {
  if (Array.isArray(value)) return (value as JsonArray).map((item) => mapValue(item, change) ?? null);
  return isJsonObject(value) ? mapReferences(value, change) : value;
}
