import { assert, constantFrom, nat, property } from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../kernel/json.ts";
import { isJsonObject, JsonNumber } from "../kernel/json.ts";
import { only } from "./testing/only.ts";
import { realRecords } from "./testing/real-records.ts";
import { shippedCatalogue } from "./testing/shipped.ts";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 300);
const CANARY = "canary-4711";
const canaryExtension: JsonValue = [{ url: "http://example.org/unknown", valueString: CANARY }];

/** A value for each member that is withheld wherever it stands. */
const WITHHELD: Readonly<Record<string, JsonValue>> = {
  id: CANARY,
  extension: canaryExtension,
  modifierExtension: canaryExtension,
  _status: { extension: canaryExtension },
  bogus: CANARY,
};
const WITHHELD_IN_REFERENCES: Readonly<Record<string, JsonValue>> = {
  display: CANARY,
  identifier: { value: CANARY },
};
const WITHHELD_IN_RECORDS: Readonly<Record<string, JsonValue>> = {
  text: { div: CANARY },
  contained: [{ resourceType: "Patient", id: CANARY }],
  meta: { tag: [{ code: CANARY }] },
  implicitRules: CANARY,
  language: CANARY,
};

/** The record with one withheld member planted into every object that can carry it. */
function planted(value: JsonValue, name: string, depth = 0): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((item) => planted(item, name, depth));
  if (!isJsonObject(value) || value instanceof JsonNumber) return value;
  const inner = Object.entries(value).map(
    ([key, item]) => [key, planted(item ?? null, name, depth + 1)] as const,
  );
  return { ...Object.fromEntries(inner), ...plant(value, name, depth) };
}

function plant(value: JsonObject, name: string, depth: number): JsonObject {
  const isReference = typeof value["reference"] === "string";
  const canary =
    (name === "id" && depth === 0 ? undefined : WITHHELD[name]) ??
    (isReference ? WITHHELD_IN_REFERENCES[name] : undefined) ??
    (depth === 0 ? WITHHELD_IN_RECORDS[name] : undefined);
  return canary === undefined ? {} : { [name]: canary };
}

describe("withheld members", () => {
  const catalogue = shippedCatalogue();
  const records = (realRecords() ?? []).filter((record) => record["resourceType"] !== "Bundle");
  const names = [
    ...Object.keys(WITHHELD),
    ...Object.keys(WITHHELD_IN_REFERENCES),
    ...Object.keys(WITHHELD_IN_RECORDS),
  ];

  it.skipIf(records.length === 0)(
    "F160 T1 T3 no element shows what stands in one, wherever it stands (skipped without ../shared/data)",
    () => {
      assert(
        property(nat(records.length - 1), constantFrom(...names), (at, name) => {
          const record = records[at] ?? {};
          const type = record["resourceType"];
          const tree = typeof type === "string" ? catalogue.tree(type) : undefined;
          if (tree === undefined) throw new Error("a type of the examples is not mapped");
          const full = planted(record, name);
          expect(JSON.stringify(full)).toContain(name in WITHHELD_IN_REFERENCES ? "" : CANARY);
          expect(JSON.stringify(only(tree, full, (element) => element >= 0))).not.toContain(CANARY);
        }),
        { numRuns: RUNS },
      );
    },
  );
});
