/** Strict JSON: what is read is written back as it was, and what two readers could read differently is refused. */
export { isJsonObject, JsonNumber, newJsonObject } from "./json-value.ts";
export type { JsonArray, JsonObject, JsonValue, MutableJsonObject } from "./json-value.ts";
export { MAX_JSON_DEPTH, parseJson, parseJsonObject } from "./json-reader.ts";
export { stringifyJson } from "./json-writer.ts";
