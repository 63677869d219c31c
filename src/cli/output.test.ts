import { describe, expect, it, vi } from "vitest";
import { csvOf, tableOf, tell } from "./output.ts";

describe("csv output", () => {
  it("quotes separators, quotes and line breaks (RFC 4180)", () => {
    expect(csvOf(["a", "b"], [["x,y", 'say "hi"\nnow']])).toBe('a,b\r\n"x,y","say ""hi""\nnow"\r\n');
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\tx"])("disarms %j, which a spreadsheet would run", (text) => {
    expect(csvOf(["a"], [[text]]).replaceAll('"', "")).toBe(`a\r\n'${text}\r\n`);
  });

  it("joins lists and leaves nothing for null", () => {
    expect(csvOf(["a", "b"], [[["x", "y"], null]])).toBe("a,b\r\nx y,\r\n");
  });
});

describe("table output", () => {
  it("shows control characters as a blot, so that no name steers the terminal", () => {
    expect(tableOf(["name"], [["Ann\u001b]0;owned\u0007\nroot"]])).toBe(
      "name\nAnn\uFFFD]0;owned\uFFFD\uFFFDroot\n",
    );
  });
});

describe("what is told beside the output", () => {
  it("shows control characters as a blot, and keeps its lines", () => {
    const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    tell("prepared by Ann\u001b[2J\u009b\n\tin a pack");
    expect(write).toHaveBeenCalledExactlyOnceWith("prepared by Ann\uFFFD[2J\uFFFD\n\tin a pack\n");
    write.mockRestore();
  });
});
