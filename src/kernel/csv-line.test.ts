import { describe, expect, it } from "vitest";
import { csvLine } from "./csv-line.ts";

describe("csvLine", () => {
  it("parts cells by commas and ends with a line break (RFC 4180)", () => {
    expect(csvLine(["a", "", "b c"])).toBe("a,,b c\r\n");
  });

  it("doubles quotes and keeps line breaks inside a cell", () => {
    expect(csvLine(['say "hi"\nnow'])).toBe('"say ""hi""\nnow"\r\n');
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "|x", " =1", "\u200B=1", "＝1", "＋1", "－1", "＠x", "\t=1"])(
    "disarms %j, which a spreadsheet would run",
    (text) => {
      expect(csvLine([text]).replace(/^"/, "")).toMatch(/^'/);
    },
  );

  it("quotes what other spreadsheets part cells by", () => {
    expect(csvLine(["a;=1", "b\t=1"])).toBe('"a;=1","b\t=1"\r\n');
  });

  it("leaves a harmless text as it is", () => {
    expect(csvLine(["Ann-Marie O'Neil"])).toBe("Ann-Marie O'Neil\r\n");
  });
});
