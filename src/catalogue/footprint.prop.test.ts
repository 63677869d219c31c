import { assert, nat, property } from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../kernel/json.ts";
import { only } from "./testing/only.ts";
import { realRecords } from "./testing/real-records.ts";
import { shippedCatalogue } from "./testing/shipped.ts";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 400);

function typeOf(record: JsonObject): string {
  return typeof record["resourceType"] === "string" ? record["resourceType"] : "";
}

describe("footprints", () => {
  const catalogue = shippedCatalogue();
  const records = (realRecords() ?? []).filter((record) => catalogue.tree(typeOf(record)) !== undefined);

  it.skipIf(records.length === 0)(
    "F161 S3 what a parameter selects hangs on its elements and on structure alone (skipped without ../shared/data)",
    () => {
      let selected = 0;
      assert(
        property(nat(records.length - 1), nat(), (at, pick) => {
          const record = records[at] ?? {};
          const type = typeOf(record);
          const tree = catalogue.tree(type);
          const parameters = catalogue.searchParameters(type);
          const parameter = parameters[pick % parameters.length];
          if (tree === undefined || parameter === undefined) throw new Error("no tree or parameter");
          const own = new Set(parameter.elements);
          const everything = (only(tree, record, (element) => element >= 0) ?? {}) as JsonObject;
          const itsOwn = (only(tree, record, (element) => own.has(element)) ?? {}) as JsonObject;
          const values = parameter.valuesIn(everything);
          selected += values.length;
          expect(parameter.valuesIn(itsOwn)).toEqual(values);
        }),
        { numRuns: RUNS },
      );
      expect(selected).toBeGreaterThan(RUNS / 10);
    },
  );
});
