import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PageCutter } from "./page-cutter.ts";

const MOST = 1_000_000;

/** Entries and frame of a text that comes in parts of these lengths. */
function cut(text: string, lengths: readonly number[], mostBytes = MOST) {
  const bytes = Buffer.from(text);
  const cutter = new PageCutter(mostBytes);
  const entries: string[] = [];
  let from = 0;
  for (const length of [...lengths, bytes.length]) {
    entries.push(
      ...cutter.take(bytes.subarray(from, from + length)).map((one) => Buffer.from(one).toString()),
    );
    from += length;
  }
  return { entries, frame: Buffer.from(cutter.frame()).toString() };
}

const TRICKY = ['"entry"', '\\"', "[", "]{", "\\\\", "é", ","];
const text = fc.oneof(fc.string(), fc.constantFrom(...TRICKY));
const entry = fc.record({
  resource: fc.dictionary(text, fc.oneof(text, fc.array(text))),
  entry: fc.array(text),
});
const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 30 });

describe("a page cut into entries", () => {
  it("GW-65 gives the entries and the rest of a Bundle, however it comes in parts", () => {
    fc.assert(
      fc.property(
        fc.array(entry),
        text,
        fc.array(text),
        lengths,
        fc.boolean(),
        (entries, a, list, parts, spaced) => {
          const bundle = {
            resourceType: "Bundle",
            a,
            link: [{ entry: list }],
            entry: entries,
            type: "entry",
          };
          const found = cut(JSON.stringify(bundle, null, spaced ? 1 : undefined), parts);
          expect(found.entries.map((one) => JSON.parse(one) as unknown)).toEqual(entries);
          expect(JSON.parse(found.frame)).toEqual({ ...bundle, entry: [] });
        },
      ),
    );
  });

  it.each([
    ["no comma between", '{"entry":[{}{}]}'],
    ["two commas between", '{"entry":[{},,{}]}'],
    ["a comma at the beginning", '{"entry":[,{}]}'],
    ["a comma at the end", '{"entry":[{},]}'],
    ["an item that is no object", '{"entry":[1]}'],
  ])("GW-65 does not read a list with %s", (_, page) => {
    expect(() => cut(page, [])).toThrow(expect.objectContaining({ code: "upstream_invalid" }));
  });

  it("GW-65 leaves two lists of entries in the frame for its reader to refuse", () => {
    expect(cut('{"entry":[{"a":1}],"entry":[{"b":2}]}', []).frame).toBe('{"entry":[],"entry":[]}');
  });

  it.each([
    ["an entry", `{"entry":[{"a":"${"x".repeat(200)}"}]}`],
    ["what stands beside the entries", `{"a":"${"x".repeat(200)}","entry":[]}`],
  ])("GW-65 ends a page where %s is too long to be held", (_, page) => {
    expect(() => cut(page, [50, 50, 50], 100)).toThrow(expect.objectContaining({ code: "upstream_invalid" }));
  });
});
