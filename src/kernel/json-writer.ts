import { AppError } from "./errors.ts";
import { JsonNumber } from "./json-value.ts";
import type { JsonArray, JsonObject, JsonValue } from "./json-value.ts";

const NEEDS_ESCAPE = /["\\\p{Cc}\p{Surrogate}]/u;
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Writes a value as compact JSON: members in their order, numbers as they were read, undefined members left out.
 * @throws AppError `input_invalid` on a string with a lone surrogate, which no UTF-8 can hold.
 */
export function stringifyJson(value: JsonValue): string {
  if (typeof value === "string") return quoted(value);
  if (value === null) return "null";
  if (typeof value === "boolean") return value ? "true" : "false";
  if (value instanceof JsonNumber) return value.text;
  return Array.isArray(value) ? arrayText(value as JsonArray) : objectText(value as JsonObject);
}

function arrayText(array: JsonArray): string {
  let text = "[";
  for (let i = 0; i < array.length; i++) {
    if (i > 0) text += ",";
    text += stringifyJson(array[i] as JsonValue);
  }
  return `${text}]`;
}

function objectText(object: JsonObject): string {
  let text = "{";
  for (const key of Object.keys(object)) {
    const value = object[key];
    if (value === undefined) continue;
    if (text.length > 1) text += ",";
    text += `${quoted(key)}:${stringifyJson(value)}`;
  }
  return `${text}}`;
}

function quoted(text: string): string {
  if (!NEEDS_ESCAPE.test(text)) return `"${text}"`;
  if (LONE_SURROGATE.test(text))
    throw new AppError("input_invalid", "json cannot be written: lone surrogate");
  return JSON.stringify(text);
}
