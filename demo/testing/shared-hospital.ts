import { isJsonObject, JsonNumber } from "../../src/kernel/json.ts";
import type { JsonObject, JsonValue } from "../../src/kernel/json.ts";
import { DEFAULT_SEED, generateHospital } from "../hospital.ts";
import type { Hospital } from "../hospital.ts";

/** A Monday. */
export const NOW = Date.parse("2026-05-04T15:00:00Z");

let shared: Hospital | undefined;

/** The hospital of the default seed at NOW; made once for all tests of a worker, never changed. */
export function sharedHospital(): Hospital {
  shared ??= generateHospital({ seed: DEFAULT_SEED, size: "practice", now: NOW });
  return shared;
}

export function ofType(hospital: Hospital, type: string): readonly JsonObject[] {
  return hospital.resources.filter((resource) => resource["resourceType"] === type);
}

export function nameOf(resource: JsonObject): string {
  return `${text(resource["resourceType"])}/${text(resource["id"])}`;
}

/** Follows members and list positions: `at(claim, "item", 0, "net")`. */
export function at(
  value: JsonValue | undefined,
  ...path: readonly (string | number)[]
): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>((inner, step) => {
    if (typeof step === "number") return Array.isArray(inner) ? inner[step] : undefined;
    return isJsonObject(inner) ? inner[step] : undefined;
  }, value);
}

export function text(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}

/** The literal of a number. */
export function digits(value: JsonValue | undefined): string {
  return value instanceof JsonNumber ? value.text : "";
}

export function timeOf(value: JsonValue | undefined): number {
  return Date.parse(text(value));
}

export function list(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

/** Every object inside a value, itself included. */
export function* objectsIn(value: JsonValue | undefined): Generator<JsonObject> {
  if (value instanceof JsonNumber) return;
  if (Array.isArray(value)) for (const item of value) yield* objectsIn(item);
  if (!isJsonObject(value)) return;
  yield value;
  for (const member of Object.values(value)) yield* objectsIn(member);
}

/** References anywhere in a resource, contained ones aside. */
export function referencesIn(resource: JsonObject): readonly string[] {
  return [...objectsIn(resource)]
    .map((object) => object["reference"])
    .filter((link): link is string => typeof link === "string");
}
