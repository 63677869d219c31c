import { expect, it } from "vitest";
import { canonicalQuery, openQuery, queryIn } from "./query.ts";
import type { SourceQuery } from "./types.ts";

const QUERY: SourceQuery = {
  kind: "record-entries",
  asOf: Date.parse("2026-05-04T15:00:00Z"),
  filters: { patient: "p-ada", outcome: "deny", from: 0 },
  sample: { size: 25, seed: "may" },
};

it("EVI-6 F133 writes a source query in one form, and reads it again", () => {
  expect(canonicalQuery(QUERY)).toBe(
    '{"asOf":"2026-05-04T15:00:00.000Z","filters":{"from":"1970-01-01T00:00:00.000Z","outcome":"deny","patient":"p-ada"},"kind":"record-entries","sample":{"seed":"may","size":25}}',
  );
  expect(queryIn(canonicalQuery(QUERY))).toEqual(QUERY);
  expect(queryIn(canonicalQuery({ kind: "people", asOf: 5 }))).toEqual({ kind: "people", asOf: 5 });
});

it("EVI-6 leaves the patient out of what stands open", () => {
  expect(openQuery(QUERY)).toContain('"patient":"sealed"');
  expect(openQuery(QUERY)).not.toContain("p-ada");
});
