import type { JsonArray, JsonValue, MutableJsonObject } from "../kernel/json.ts";

/**
 * Sets, changes or takes away a primitive, one value or a list. What stands beside it in `_x` stays; in lists each
 * value takes the place of one that was there, so that what is beside it keeps its place (FHIR R4 json, 2.6.2.3).
 */
export function mergePrimitives(key: string, sent: JsonValue | undefined, merged: MutableJsonObject): void {
  const beside = merged[`_${key}`];
  if (!Array.isArray(beside)) {
    if (sent === undefined) delete merged[key];
    else merged[key] = sent;
    return;
  }
  const pairs = pairsOf(listOf(merged[key]), beside as JsonArray, listOf(sent));
  put(
    merged,
    key,
    pairs.map(([value]) => value),
  );
  put(
    merged,
    `_${key}`,
    pairs.map(([, sibling]) => sibling),
  );
}

type Pair = readonly [value: JsonValue, sibling: JsonValue];

function pairsOf(stored: JsonArray, beside: JsonArray, sent: JsonArray): readonly Pair[] {
  const values = [...sent].filter((value) => value !== null);
  const pairs = Array.from({ length: Math.max(stored.length, beside.length) }, (_, at): Pair => {
    const isThere = (stored[at] ?? null) !== null;
    return [isThere ? (values.shift() ?? null) : null, beside[at] ?? null];
  });
  const added = values.map((value): Pair => [value, null]);
  return [...pairs, ...added].filter(([value, sibling]) => value !== null || sibling !== null);
}

function put(merged: MutableJsonObject, key: string, list: JsonArray): void {
  if (list.some((item) => item !== null)) merged[key] = list;
  else delete merged[key];
}

function listOf(value: JsonValue | undefined): JsonArray {
  return Array.isArray(value) ? (value as JsonArray) : [];
}
