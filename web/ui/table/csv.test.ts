import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toCsv } from "./csv.ts";

const cell = (value: string): string => toCsv(["h"], [[value]]).slice(3, -2);

describe("CSV", () => {
  it.each(["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1", "\uFEFF=1", "|cmd"])(
    "CWE-1236 puts an apostrophe before %j",
    (value) => {
      expect(cell(value).replace(/^"/, "").startsWith("'")).toBe(true);
    },
  );

  it("leaves a number a number, also a negative one", () => {
    expect(toCsv(["n"], [[-5]])).toBe("n\r\n-5\r\n");
  });

  it("leaves plain words as they are", () => {
    expect(cell("role:biller/billing#1")).toBe("role:biller/billing#1");
  });

  it("RFC 4180 quotes commas, quotes and line ends", () => {
    expect(cell('a "b", c\nd')).toBe('"a ""b"", c\nd"');
  });

  it("writes nothing for null", () => {
    expect(toCsv(["a", "b"], [[null, "x"]])).toBe("a,b\r\n,x\r\n");
  });

  it("guards titles of columns too", () => {
    expect(toCsv(["=x"], [])).toBe("'=x\r\n");
  });

  it("CWE-1236 never begins a cell of text with what starts a formula", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (value) => {
        expect(cell(value).replace(/^"/, "")).not.toMatch(/^\s*[=+\-@]/);
      }),
    );
  });
});
