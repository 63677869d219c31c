import { JsonNumber, newJsonObject } from "../kernel/json.ts";
import type { JsonArray, JsonObject, JsonValue } from "../kernel/json.ts";

/** FHIR R4 extension data-absent-reason; the code `masked` says that a value is there and not shown. */
export const DATA_ABSENT_REASON = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
const OWN = "https://modicum.dev/fhir/StructureDefinition/";
export const AGE_BAND = `${OWN}age-band`;
export const ELEMENT_COUNT = `${OWN}element-count`;
export const GENERALIZED_YEAR = `${OWN}generalized-year`;
/** NamingSystem of tokens: a value under it is no identifier of anyone but the holder of the vault. */
export const TOKEN_SYSTEM = "https://modicum.dev/fhir/NamingSystem/token";

/** An Extension with one member beside its url (`valueCode`, `valueRange`, `extension`). */
export function extension(url: string, member: string, value: JsonValue): JsonObject {
  const built = newJsonObject();
  built["url"] = url;
  built[member] = value;
  return built;
}

/** The marker of mask: an Element that holds the data-absent-reason `masked` and nothing else. */
export function maskedElement(): JsonObject {
  return elementWith(extension(DATA_ABSENT_REASON, "valueCode", "masked"));
}

/** An Element that holds one extension and nothing else; stands as `_x` beside a primitive. */
export function elementWith(item: JsonObject): JsonObject {
  const element = newJsonObject();
  element["extension"] = [item];
  return element;
}

/** What transform count leaves on the parent: how many values an element had there. */
export function countExtension(elementId: string, count: number): JsonObject {
  const parts = [
    extension("element", "valueString", elementId),
    extension("count", "valueUnsignedInt", new JsonNumber(String(count))),
  ];
  return extension(ELEMENT_COUNT, "extension", parts);
}

/** `b` laid over `a`: members of both, the items of both `extension` lists. */
export function mergeElements(a: JsonObject, b: JsonObject): JsonObject {
  const merged = newJsonObject();
  for (const key of Object.keys(a)) merged[key] = a[key];
  for (const key of Object.keys(b)) {
    const value = b[key];
    const present = merged[key];
    merged[key] =
      key === "extension" && Array.isArray(value) && Array.isArray(present)
        ? [...(present as JsonArray), ...(value as JsonArray)]
        : value;
  }
  return merged;
}
