import { policySchema } from "../source/kinds.ts";
import type { SourceKind } from "../source/kinds.ts";

const cache = new Map<SourceKind, readonly string[]>();

/** Every key that a file of this kind can hold at any depth, to suggest one for a misspelled key. */
export function keysOf(kind: SourceKind): readonly string[] {
  const known = cache.get(kind) ?? [...collect(policySchema(kind))];
  cache.set(kind, known);
  return known;
}

function collect(schema: unknown, keys = new Set<string>()): Set<string> {
  if (typeof schema !== "object" || schema === null) return keys;
  if ("properties" in schema && typeof schema.properties === "object" && schema.properties !== null) {
    for (const key of Object.keys(schema.properties)) keys.add(key);
  }
  for (const part of Object.values(schema)) collect(part, keys);
  return keys;
}
