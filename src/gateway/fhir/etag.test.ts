import { describe, expect, it } from "vitest";
import { etagOf, isUnchanged } from "./etag.ts";

const KEY = new Uint8Array(32).fill(3);

describe("entity tags", () => {
  it("GW-24 depend on the bytes and on the key", () => {
    const tags = [
      etagOf(KEY, Buffer.from("a")),
      etagOf(KEY, Buffer.from("b")),
      etagOf(new Uint8Array(32), Buffer.from("a")),
    ];
    expect(new Set(tags).size).toBe(3);
    expect(tags[0]).toMatch(/^W\/"[\w-]{32}"$/);
  });

  it.each([
    [undefined, false],
    ["*", true],
    ['W/"x"', true],
    ['"x"', true],
    ['W/"a", W/"x"', true],
    ['W/"a"', false],
    ["x", false],
    ["", false],
  ])('GW-24 If-None-Match `%s` against W/"x": %s', (header, unchanged) => {
    expect(isUnchanged(header, 'W/"x"')).toBe(unchanged);
  });
});
