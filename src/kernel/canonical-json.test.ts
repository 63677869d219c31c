import { describe, expect, test } from "vitest";
import { canonicalJson } from "./canonical-json.ts";
import { parseJson } from "./json.ts";

describe("canonicalJson", () => {
  test("gives the example of RFC 8785 section 3.2.4", () => {
    const text = `{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
      "literals": [null, true, false]
    }`;
    expect(canonicalJson(parseJson(text))).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  test("sorts members by UTF-16 code units, as the example of RFC 8785 section 3.2.3", () => {
    const keys = ["\u20ac", "\r", "\ufb33", "1", "\ud83d\ude00", "\u0080", "\u00f6"];
    const object = Object.fromEntries(keys.map((key, index) => [key, index]));
    const sorted = Object.keys(JSON.parse(canonicalJson(object)) as object).filter((key) => key !== "1");
    expect(sorted).toEqual(["\r", "\u0080", "\u00f6", "\u20ac", "\ud83d\ude00", "\ufb33"]);
  });

  test.each([
    [0, "0"],
    [-0, "0"],
    [5e-324, "5e-324"],
    [1.7976931348623157e308, "1.7976931348623157e+308"],
    [9007199254740992, "9007199254740992"],
    [1e21, "1e+21"],
    [0.000001, "0.000001"],
    [1e-7, "1e-7"],
  ])("writes %d as appendix B of RFC 8785 does", (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  test("does not depend on the order of members, and leaves undefined ones out", () => {
    expect(canonicalJson({ b: 1, a: { d: undefined, c: [] } })).toBe(canonicalJson({ a: { c: [] }, b: 1 }));
  });

  test.each([
    ["a Map", new Map([["a", 1]])],
    ["a Set", new Set([1])],
    ["a Date", new Date(0)],
    ["bytes", new Uint8Array(1)],
    ["undefined in an array", [undefined]],
    ["a function", () => 1],
    ["a bigint", 1n],
    ["NaN", Number.NaN],
    ["a lone surrogate", "\ud800"],
    ["a lone surrogate in a key", { "\udc00": 1 }],
  ])("refuses %s, so that two values never share a form", (_, value) => {
    expect(() => canonicalJson(value)).toThrow(/^canonical json: /);
  });

  test("refuses an integer literal that a double would change", () => {
    expect(() => canonicalJson(parseJson("12345678901234567891"))).toThrow("integer beyond double precision");
  });

  test("refuses a literal that overflows", () => {
    expect(() => canonicalJson(parseJson("1e400"))).toThrow("number is not finite");
  });
});
