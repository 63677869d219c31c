import { describe, expect, it } from "vitest";
import { cellsOf } from "./inventory.ts";

describe("a file of systems", () => {
  it("INV-9 reads lines that end in different ways, as a file has that was exported and added to", () => {
    expect(cellsOf("id,name\r\nfax,Fax\r\nemail,E-mail\npaper,Paper\n", "x.csv")).toEqual([
      ["id", "name"],
      ["fax", "Fax"],
      ["email", "E-mail"],
      ["paper", "Paper"],
    ]);
  });

  it("refuses what is no CSV, with what to do", () => {
    expect(() => cellsOf('id,name\n"fax,Fax', "x.csv")).toThrow("`x.csv` is no CSV");
  });
});
