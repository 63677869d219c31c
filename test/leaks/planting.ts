/**
 * Canaries where no element reaches: what lies beside and below every value, whatever the chart itself holds.
 * plantCanaries gives each value of the chart a canary; this adds the places that must never come out.
 */
import { isShape, jsonMembersOf } from "../../src/catalogue/fhir-r4/definitions.ts";
import { isJsonObject } from "../../src/kernel/json.ts";
import type { JsonObject, JsonValue, MutableJsonObject } from "../../src/kernel/json.ts";

/** Begins every canary of a place that never comes out, to anyone. */
export const NEVER = "NEVR";

const UNKNOWN_URL = "https://canary.example.org/unknown";

/** A copy with element ids, unknown and modifier extensions, `_` siblings, displays, narrative, contained and meta. */
export function overgrown(resources: readonly JsonObject[]): readonly JsonObject[] {
  let count = 0;
  const never = (): string => `${NEVER}${String(++count).padStart(8, "0")}`;
  return resources.map((resource) => rootOf(resource, never));
}

function rootOf(resource: JsonObject, never: () => string): JsonObject {
  const type = String(resource["resourceType"]);
  const meta = isJsonObject(resource["meta"]) ? resource["meta"] : {};
  const grown = objectOf(resource, type, never);
  return {
    text: { status: "generated", div: `<div xmlns="http://www.w3.org/1999/xhtml">${never()}</div>` },
    implicitRules: `https://canary.example.org/${never()}`,
    contained: [{ resourceType: "Basic", id: "basic", code: { text: never() } }],
    modifierExtension: [unknown(never)],
    ...grown,
    id: resource["id"],
    meta: { source: never(), versionId: never(), tag: [{ system: "urn:canary", display: never() }], ...meta },
  };
}

function objectOf(object: JsonObject, shape: string, never: () => string): JsonObject {
  const grown: MutableJsonObject = {};
  for (const [key, value] of Object.entries(object)) {
    const isSiblingOfMember = key.startsWith("_") && Object.hasOwn(object, key.slice(1));
    if (value === undefined || isSiblingOfMember) continue;
    const type = jsonMembersOf(shape).get(key)?.type;
    grown[key] =
      type === undefined || key === "contained" || key === "meta" ? value : grow(value, type, never);
    const isPrimitive = type !== undefined && !isShape(type) && key !== "resourceType";
    if (isPrimitive && key !== "id" && !(shape === "Extension" && key === "url"))
      grown[`_${key}`] = sibling(value, object[`_${key}`], never);
  }
  if (shape === "Extension") return { ...grown, id: never() };
  grown["id"] = never();
  grown["extension"] = [...listOf(grown["extension"]), unknown(never)];
  return shape === "Reference" ? { display: never(), identifier: { value: never() }, ...grown } : grown;
}

function grow(value: JsonValue, type: string, never: () => string): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((item) => grow(item, type, never));
  return isJsonObject(value) && isShape(type) ? objectOf(value, type, never) : value;
}

/** `_x` beside a primitive x, or a list of them beside a list; an extension that is there stays first. */
function sibling(value: JsonValue, present: JsonValue | undefined, never: () => string): JsonValue {
  if (Array.isArray(value)) return value.map(() => ({ id: never(), extension: [unknown(never)] }));
  const known = isJsonObject(present) ? listOf(present["extension"]) : [];
  return { id: never(), extension: [...known, unknown(never)] };
}

function unknown(never: () => string): JsonObject {
  return { url: UNKNOWN_URL, valueString: never() };
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}
