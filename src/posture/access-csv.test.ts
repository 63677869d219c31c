import { describe, expect, it } from "vitest";
import { accessCsv } from "./access-csv.ts";

/** The second cell of a report on one person of this name. */
function nameCell(displayName: string): string {
  const person = { person: "x", displayName, department: null, manager: null, roles: [], unknownRoles: [] };
  const [, line = ""] = [...accessCsv([person])];
  return /^x,((?:"(?:[^"]|"")*"|[^",])*),/.exec(line)?.[1] ?? "";
}

describe("a name that an import brought in", () => {
  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠SUM(A1)", "\n=1+1"])(
    "F130 runs as no formula: %j",
    (name) => {
      expect(nameCell(name).replace(/^"/, "")).toMatch(/^'/);
    },
  );

  it.each(["Al;=HYPERLINK(A1)", "Al\t=HYPERLINK(A1)", "Al,=HYPERLINK(A1)"])(
    "F130 stays one cell, whatever a spreadsheet parts cells by: %j",
    (name) => {
      expect(nameCell(name)).toBe(`"${name}"`);
    },
  );

  it("F130 stands as it is where it is harmless", () => {
    expect(nameCell("Ann-Marie O'Neil")).toBe("Ann-Marie O'Neil");
  });
});
