/** JSON Patch (RFC 6902) with JSON Pointer (RFC 6901), over values as parseJson reads them. */
import { isJsonObject, JsonNumber, newJsonObject } from "./json-value.ts";
import type { JsonArray, JsonObject, JsonValue } from "./json-value.ts";
import { err, ok } from "./result.ts";
import type { Result } from "./result.ts";

/** `malformed`: it is no patch. `failed`: a path that is not there, or a test that does not hold. */
export type PatchFault = "malformed" | "failed";

interface Operation {
  readonly op: string;
  readonly path: readonly string[];
  readonly from: readonly string[] | null;
  readonly value: JsonValue | undefined;
}

type Outcome = Result<JsonValue, PatchFault>;

const WITH_VALUE: ReadonlySet<string> = new Set(["add", "replace", "test"]);
const WITH_FROM: ReadonlySet<string> = new Set(["move", "copy"]);

/** Of one patch. Each rebuilds the way down to its path. */
const MOST_OPERATIONS = 1_000;
/** Values and characters that the copies of one patch add: each may copy what others copied, and so double a document. */
const MOST_COPIED = 200_000;

/**
 * Applies every operation in order, or none. The document is never written to. A patch of more than 1,000 operations, or
 * whose copies come to more than 200,000 values and characters, fails.
 */
export function applyJsonPatch(document: JsonValue, patch: JsonValue): Outcome {
  const operations = Array.isArray(patch) ? (patch as JsonArray).map(readOperation) : [null];
  if (operations.length > MOST_OPERATIONS) return err("failed");
  let patched: Outcome = ok(document);
  let copied = 0;
  for (const operation of operations) {
    if (operation === null) return err("malformed");
    if (!patched.ok) continue;
    if (operation.op === "copy") copied += sizeOf(at(patched.value, operation.from ?? []), MOST_COPIED);
    patched = copied > MOST_COPIED ? err("failed") : apply(patched.value, operation);
  }
  return patched;
}

/** Values and characters that a value is made of; counting ends beyond `most`. */
function sizeOf(value: JsonValue | undefined, most: number): number {
  if (typeof value === "string") return value.length + 1;
  let size = 1;
  const members = Array.isArray(value) || isJsonObject(value) ? Object.entries(value) : [];
  for (const [key, member] of members) {
    if (size > most) break;
    size += key.length + sizeOf(member as JsonValue, most - size);
  }
  return size;
}

function readOperation(value: JsonValue): Operation | null {
  if (!isJsonObject(value)) return null;
  const { op } = value;
  const path = pointer(value["path"]);
  const from = pointer(value["from"]);
  if (typeof op !== "string" || path === null) return null;
  const isKnown = op === "remove" || WITH_VALUE.has(op) || WITH_FROM.has(op);
  if (!isKnown || (WITH_VALUE.has(op) && value["value"] === undefined)) return null;
  return WITH_FROM.has(op) && from === null ? null : { op, path, from, value: value["value"] };
}

/** Tokens of a pointer; null for what is none. */
function pointer(value: JsonValue | undefined): readonly string[] | null {
  if (typeof value !== "string" || (value !== "" && !value.startsWith("/")) || /~(?![01])/.test(value))
    return null;
  return value
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function apply(document: JsonValue, { op, path, from, value = null }: Operation): Outcome {
  if (op === "add") return add(document, path, value);
  if (op === "remove") return remove(document, path);
  if (op === "replace")
    return at(document, path) === undefined ? err("failed") : replace(document, path, value);
  if (op === "test") return isEqual(at(document, path), value) ? ok(document) : err("failed");
  const moved = from === null ? undefined : at(document, from);
  if (from === null || moved === undefined) return err("failed");
  if (op === "copy") return add(document, path, moved);
  if (from.length < path.length && from.every((token, place) => token === path[place])) return err("failed");
  const without = remove(document, from);
  return without.ok ? add(without.value, path, moved) : without;
}

function at(value: JsonValue | undefined, path: readonly string[]): JsonValue | undefined {
  const [token, ...rest] = path;
  if (token === undefined || value === undefined) return value;
  if (Array.isArray(value)) {
    const place = placeIn(value as JsonArray, token);
    return place === null ? undefined : at((value as JsonArray)[place], rest);
  }
  return isJsonObject(value) && Object.hasOwn(value, token) ? at(value[token], rest) : undefined;
}

function add(document: JsonValue, path: readonly string[], value: JsonValue): Outcome {
  return within(document, path, value, (parent, token) => {
    if (!Array.isArray(parent)) return withMember(parent as JsonObject, token, value);
    const list = parent as JsonArray;
    const place = token === "-" ? list.length : placeIn([...list, null], token);
    return place === null ? undefined : list.toSpliced(place, 0, value);
  });
}

function replace(document: JsonValue, path: readonly string[], value: JsonValue): Outcome {
  return within(document, path, value, (parent, token) =>
    Array.isArray(parent)
      ? (parent as JsonArray).with(Number(token), value)
      : withMember(parent as JsonObject, token, value),
  );
}

function remove(document: JsonValue, path: readonly string[]): Outcome {
  if (path.length === 0 || at(document, path) === undefined) return err("failed");
  return within(document, path, null, (parent, token) =>
    Array.isArray(parent)
      ? (parent as JsonArray).toSpliced(Number(token), 1)
      : withMember(parent as JsonObject, token, undefined),
  );
}

type Change = (parent: JsonArray | JsonObject, token: string) => JsonValue | undefined;

/** Rebuilds the way down to the parent of a path; the whole document where the path is empty. */
function within(document: JsonValue, path: readonly string[], whole: JsonValue, change: Change): Outcome {
  const [token, ...rest] = path;
  if (token === undefined) return ok(whole);
  if (!Array.isArray(document) && !isJsonObject(document)) return err("failed");
  const parent = document as JsonArray | JsonObject;
  if (rest.length === 0) {
    const changed = change(parent, token);
    return changed === undefined ? err("failed") : ok(changed);
  }
  const child = at(parent, [token]);
  if (child === undefined) return err("failed");
  const inner = within(child, rest, whole, change);
  return inner.ok ? replace(parent, [token], inner.value) : inner;
}

/** RFC 6901, 4: digits without a leading zero. */
function placeIn(list: JsonArray, token: string): number | null {
  return /^(?:0|[1-9]\d*)$/.test(token) && Number(token) < list.length ? Number(token) : null;
}

function withMember(object: JsonObject, key: string, value: JsonValue | undefined): JsonObject {
  const changed = newJsonObject();
  for (const name of Object.keys(object))
    if (name !== key || value !== undefined) changed[name] = object[name];
  if (value !== undefined) changed[key] = value;
  return changed;
}

/** RFC 6902, 4.6: numbers are equal by their value. */
function isEqual(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a instanceof JsonNumber && b instanceof JsonNumber) return a.valueOf() === b.valueOf();
  if (Array.isArray(a) && Array.isArray(b)) {
    const [first, second] = [a as JsonArray, b as JsonArray];
    return first.length === second.length && first.every((item, place) => isEqual(item, second[place]));
  }
  if (!isJsonObject(a) || !isJsonObject(b)) return a === b;
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keys.every((key) => isEqual(a[key], b[key]));
}
