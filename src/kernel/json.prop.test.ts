import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isJsonObject, JsonNumber, parseJson, stringifyJson } from "./json.ts";
import type { JsonValue } from "./json.ts";

const numRuns = Number(process.env["FUZZ_RUNS"] ?? 2000);

/** What JSON.parse would have given. */
function plain(value: JsonValue): unknown {
  if (value instanceof JsonNumber) return value.valueOf();
  if (Array.isArray(value)) return value.map(plain);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item as JsonValue)]));
}

function attempt<T>(read: () => T): { value: T } | undefined {
  try {
    return { value: read() };
  } catch {
    return undefined;
  }
}

test("reads whatever JSON.stringify writes, as JSON.parse does", () => {
  fc.assert(
    fc.property(
      fc.json({ maxDepth: 8, stringUnit: "binary" }),
      fc.constantFrom(0, 1, "\t"),
      (text, indent) => {
        const pretty = JSON.stringify(JSON.parse(text), null, indent);
        expect(plain(parseJson(Buffer.from(pretty)))).toEqual(JSON.parse(pretty));
      },
    ),
    { numRuns },
  );
});

test("writes back what it read, byte for byte, when the text was compact", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 8, stringUnit: "binary" }), (text) => {
      const compact = JSON.stringify(JSON.parse(text));
      expect(stringifyJson(parseJson(compact))).toBe(compact);
    }),
    { numRuns },
  );
});

test("accepts no text that JSON.parse refuses, and refuses beyond it only what the rules name", () => {
  const piece = fc.constantFrom(
    ...'{}[],:"\\/-+.eE01 9\n\t',
    '"a"',
    '"b"',
    "true",
    "null",
    "\\u0061",
    "é",
    "\u0001",
    "\ud800",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const text = pieces.join("");
      const ours = attempt(() => parseJson(text));
      const native = attempt(() => JSON.parse(text) as unknown);
      if (ours !== undefined) expect(native).toEqual({ value: plain(ours.value) });
      else if (native !== undefined) expect(text).toMatch(/"(?:a|b|\\u0061|)*"[^]*:|\ud800/);
    }),
    { numRuns: numRuns * 5 },
  );
});
