import { assert, nat, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { isJsonObject } from "../kernel/json.ts";
import type { JsonObject, JsonValue } from "../kernel/json.ts";
import { nodesFor } from "./owners.ts";
import { realRecords } from "./testing/real-records.ts";
import { shippedCatalogue } from "./testing/shipped.ts";
import type { ElementNode } from "./types.ts";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 400);

/** What is left of a value when only these elements, and what is structural, may stand. */
function only(
  node: ElementNode,
  value: JsonValue,
  allowed: (element: number) => boolean,
): JsonValue | undefined {
  if (Array.isArray(value)) {
    const items = (value as readonly JsonValue[]).flatMap((item) => only(node, item, allowed) ?? []);
    return items.length === 0 ? undefined : items;
  }
  const owners = nodesFor(node, value);
  if (!isJsonObject(value))
    return owners.every((owner) => owner.structural || allowed(owner.element)) ? value : undefined;
  const left: Record<string, JsonValue> = {};
  for (const [key, inner] of Object.entries(value)) {
    const kept = owners.map((owner) => {
      const child = owner.children?.get(key);
      return child === undefined || inner === undefined ? undefined : only(child, inner, allowed);
    });
    const shortest = kept[0];
    if (shortest !== undefined && kept.every((one) => one !== undefined)) left[key] = shortest;
  }
  return Object.keys(left).length === 0 ? undefined : left;
}

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
