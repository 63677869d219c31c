import { isJsonObject, JsonNumber } from "../kernel/json.ts";
import type { JsonArray, JsonObject, JsonValue } from "../kernel/json.ts";

/**
 * True for two JSON values that say the same: members in any order, numbers by their decimal value. A client that
 * reads `1.00` as a double sends `1`, and has changed nothing by it.
 */
export function isSameValue(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === b) return true;
  if (a instanceof JsonNumber && b instanceof JsonNumber) return decimalOf(a.text) === decimalOf(b.text);
  if (Array.isArray(a) && Array.isArray(b)) return isSameList(a as JsonArray, b as JsonArray);
  return isJsonObject(a) && isJsonObject(b) && isSameObject(a, b);
}

function isSameList(a: JsonArray, b: JsonArray): boolean {
  return a.length === b.length && a.every((item, at) => isSameValue(item, b[at]));
}

function isSameObject(a: JsonObject, b: JsonObject): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => isSameValue(a[key], b[key]));
}

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** Sign, digits without zeros at either end, and exponent: one form for each value. */
function decimalOf(text: string): string {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = DECIMAL.exec(text) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return "0";
  const power = Number(exponent) - fraction.length + (digits.length - significant.length);
  return `${sign}${significant}e${power}`;
}
