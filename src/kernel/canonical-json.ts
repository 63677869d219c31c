import { AppError } from "./errors.ts";
import { JsonNumber } from "./json-value.ts";

const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * The canonical form of RFC 8785 (JCS), for hashes and signatures: members sorted by UTF-16 code units,
 * numbers as ECMAScript writes the double, no white space. Undefined members are left out.
 * Takes null, booleans, numbers, strings, JsonNumbers, arrays and plain or null-prototype objects.
 * @throws AppError `internal` on anything else (Map, Set, Date, function), on a number that is no finite double,
 * on an integer literal that a double would change, and on a lone surrogate: two values must not share a form.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return canonicalString(value);
  if (typeof value === "number") return canonicalNumber(value);
  if (value instanceof JsonNumber) return canonicalLiteral(value.text);
  if (Array.isArray(value)) return `[${value.map((item: unknown) => canonicalJson(item)).join(",")}]`;
  if (typeof value === "object" && isPlain(value)) return canonicalObject(value as Record<string, unknown>);
  throw new AppError("internal", "canonical json: not a json value");
}

function canonicalObject(object: Record<string, unknown>): string {
  const members: string[] = [];
  // The default order of sort() is that of UTF-16 code units, as RFC 8785 section 3.2.3 asks.
  for (const key of Object.keys(object).toSorted()) {
    const value = object[key];
    if (value !== undefined) members.push(`${canonicalString(key)}:${canonicalJson(value)}`);
  }
  return `{${members.join(",")}}`;
}

function canonicalString(text: string): string {
  if (LONE_SURROGATE.test(text)) throw new AppError("internal", "canonical json: lone surrogate");
  return JSON.stringify(text);
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new AppError("internal", "canonical json: number is not finite");
  return JSON.stringify(value);
}

function canonicalLiteral(text: string): string {
  const isInteger = /^-?\d+$/.test(text);
  const value = Number(text);
  if (isInteger && Number.isFinite(value) && BigInt(value) !== BigInt(text)) {
    throw new AppError("internal", "canonical json: integer beyond double precision");
  }
  return canonicalNumber(value);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
