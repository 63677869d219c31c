import { expect, test } from "vitest";
import { DROP, KEEP } from "../../../catalogue/transforms.ts";
import type { Catalogue } from "../../../catalogue/types.ts";
import { parseJson, stringifyJson } from "../../../kernel/json.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { objectProjection } from "../../object-projection.ts";
import { describeFhirProjection } from "../../testing/contract.ts";
import type { FhirProjection, Projected } from "../../types.ts";
import { openScanner } from "../open-scanner.ts";

let calls = 0;
let doubts = 0;

/** The scanner behind the port: what it is in doubt of goes the way of objects. */
function projectionOverBytes(catalogue: Catalogue): FhirProjection {
  const { scanner, views } = openScanner(catalogue);
  const objects = objectProjection(catalogue);
  expect(scanner.kind).toBe("wasm");
  return {
    project: (resource, vector, context): Projected => {
      const projected = scanner.project(Buffer.from(stringifyJson(resource)), views.of(vector));
      const isPlain = vector.every((code) => code === KEEP || code === DROP);
      if (isPlain) calls++;
      if (projected === null) {
        if (isPlain) doubts++;
        return objects.project(resource, vector, context);
      }
      const shown = projected.json === null ? null : (parseJson(projected.json) as JsonObject);
      const { released, withheld, unmapped } = projected;
      return { resource: shown, released, withheld, unmapped };
    },
  };
}

describeFhirProjection("projection over bytes", projectionOverBytes);

test("F169 PRJ-95 the scanner was in doubt of nothing under keep and drop, but for null in lists", () => {
  expect(calls).toBeGreaterThan(40);
  // PRJ-06: a list of a pair with null, which only the objects can align.
  expect(doubts).toBeLessThanOrEqual(1);
});
