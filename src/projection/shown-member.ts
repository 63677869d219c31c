import { newJsonObject } from "../kernel/json.ts";
import type { JsonArray, JsonObject, JsonValue, MutableJsonObject } from "../kernel/json.ts";
import { isJsonObject } from "../kernel/json.ts";
import { mergeElements } from "./extensions.ts";

/** What of one member comes out: its value, the Element beside it (`_x`), and extensions for its parent. */
export interface ShownMember {
  readonly value?: JsonValue;
  readonly sibling?: JsonValue;
  readonly notes?: readonly JsonObject[];
}

/** An object while it is rebuilt, member by member in the order of the input. */
export class Rebuilt {
  private readonly out: MutableJsonObject = newJsonObject();
  private notes: JsonObject[] | undefined;
  /** Primitive lists that hold null where the other of `x` and `_x` has an item. */
  private paired: Set<string> | undefined;

  add(key: string, shown: ShownMember): void {
    if (shown.value !== undefined) this.set(key, shown.value);
    if (shown.sibling !== undefined) this.set(`_${key}`, shown.sibling);
    if (shown.notes !== undefined && shown.notes.length > 0) (this.notes ??= []).push(...shown.notes);
  }

  /** Sets a member; what it has already, as `_x` may, stays. */
  set(key: string, value: JsonValue): void {
    const present = this.out[key];
    const merged = present === undefined ? value : mergeSiblings(present, value);
    this.out[key] = merged;
    if (Array.isArray(merged) && merged.includes(null))
      (this.paired ??= new Set()).add(key.startsWith("_") ? key.slice(1) : key);
  }

  /** The object, or undefined when nothing came out. */
  finished(isExtension: boolean): JsonObject | undefined {
    for (const key of this.paired ?? []) alignPair(this.out, key);
    if (this.notes !== undefined) {
      const present = this.out["extension"];
      this.out["extension"] = [...(Array.isArray(present) ? (present as JsonArray) : []), ...this.notes];
    }
    const keys = Object.keys(this.out);
    // FHIR R4 ext-1: an extension has a value or extensions; its url alone says nothing that may stand.
    if (keys.length === 0 || (isExtension && keys.length === 1 && keys[0] === "url")) return undefined;
    return this.out;
  }
}

/** `_x` of the input and `_x` that a transform made, of one primitive or of a list. */
function mergeSiblings(a: JsonValue, b: JsonValue): JsonValue {
  if (isJsonObject(a) && isJsonObject(b)) return mergeElements(a, b);
  if (a === null) return b;
  if (!Array.isArray(a) || !Array.isArray(b)) return a;
  const [first, second] = [a as JsonArray, b as JsonArray];
  return Array.from({ length: Math.max(first.length, second.length) }, (_, i) =>
    mergeSiblings(first[i] ?? null, second[i] ?? null),
  );
}

/** FHIR R4 JSON, 2.6.2.3: null stands in one list only where the other has an item. */
function alignPair(out: MutableJsonObject, key: string): void {
  const values = listAt(out, key);
  const siblings = listAt(out, `_${key}`);
  const length = Math.max(values.length, siblings.length);
  const filled = Array.from({ length }, (_, i) => i).filter(
    (i) => (values[i] ?? siblings[i] ?? null) !== null,
  );
  keepFilled(out, key, values, filled);
  keepFilled(out, `_${key}`, siblings, filled);
}

function listAt(out: MutableJsonObject, key: string): JsonArray {
  const value = out[key];
  return Array.isArray(value) ? (value as JsonArray) : [];
}

function keepFilled(out: MutableJsonObject, key: string, list: JsonArray, filled: readonly number[]): void {
  const kept = filled.map((i) => list[i] ?? null);
  if (kept.some((item) => item !== null)) out[key] = kept;
  else delete out[key];
}
