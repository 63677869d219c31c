import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatQuery, parseQuery } from "./query.ts";
import { splitEscaped, unescaped } from "./search/escape.ts";

const RUNS = { numRuns: Number(process.env["FUZZ_RUNS"] ?? "500") };
const text = fc.string({ unit: "grapheme" });

describe("queries", () => {
  it("reads what it writes", () => {
    const pairs = fc.array(fc.tuple(fc.string({ unit: "grapheme", minLength: 1 }), text));
    fc.assert(
      fc.property(pairs, (written) => {
        expect(parseQuery(formatQuery(written))).toEqual({ ok: true, value: written });
      }),
      RUNS,
    );
  });

  it("GW-40 splits at commas that are not escaped, and takes escapes away", () => {
    const escape = (value: string): string => value.replace(/[\\,|$]/g, "\\$&");
    fc.assert(
      fc.property(fc.array(text, { minLength: 1 }), (values) => {
        expect(splitEscaped(values.map(escape).join(","), ",").map(unescaped)).toEqual(values);
      }),
      RUNS,
    );
  });
});
