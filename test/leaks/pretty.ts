import { JsonNumber } from "../../src/kernel/json.ts";
import type { JsonValue } from "../../src/kernel/json.ts";

/** JSON with two spaces of indent that keeps the literal of every number. */
export function pretty(value: JsonValue, indent = ""): string {
  if (value instanceof JsonNumber) return value.text;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  const items = Array.isArray(value)
    ? (value as readonly JsonValue[]).map((item) => pretty(item, inner))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${pretty(item ?? null, inner)}`);
  return items.length === 0
    ? `${open}${close}`
    : `${open}\n${items.map((item) => inner + item).join(",\n")}\n${indent}${close}`;
}
