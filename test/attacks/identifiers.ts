import type { Hospital } from "../../demo/hospital.ts";
import { recordFactsOf } from "../../src/catalogue/record-facts.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../src/kernel/json.ts";

/** Everything in the charts that points to one patient: ids of records about them, numbers, names, addresses. */
export function identifiersOf({ resources }: Hospital): readonly string[] {
  const found = new Set<string>();
  for (const resource of resources) {
    const { type, id, patients } = recordFactsOf(resource, []);
    if (patients.length === 0) continue;
    found.add(id);
    if (type === "Patient") for (const value of demographicsOf(resource)) found.add(value);
  }
  // Shorter ones (a house number, an initial) stand in any text.
  return [...found].filter((value) => value.length >= 6);
}

function demographicsOf(patient: JsonObject): readonly string[] {
  const names = listOf(patient["name"]).map(({ given, family }) => [given, family].flat().join(" "));
  const values = ["identifier", "telecom"].flatMap((member) =>
    listOf(patient[member]).map(({ value }) => value),
  );
  const lines = listOf(patient["address"]).flatMap(({ line }) => [line ?? null].flat());
  return [...names, ...values, ...lines].filter((value) => typeof value === "string");
}

function listOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter(isJsonObject) : [];
}
