import { describe, expect, it } from "vitest";
import { nextSort } from "./columns.ts";
import { rowMove } from "./row-keys.ts";

const at = (row: number, singleKeys = true) => ({ row, count: 3, singleKeys });

describe("the keys of a table", () => {
  it.each([
    ["j", 0, 1],
    ["j", 2, 2],
    ["k", 1, 0],
    ["k", 0, 0],
    ["ArrowDown", 1, 2],
    ["Home", 2, 0],
    ["End", 0, 2],
  ])("UX %s moves from row %i to row %i", (key, from, to) => {
    expect(rowMove(key, at(from))).toEqual({ kind: "focus", row: to });
  });

  it("UX x selects, Enter opens and Escape goes back", () => {
    expect(["x", "Enter", "Escape"].map((key) => rowMove(key, at(1))?.kind)).toEqual([
      "select",
      "open",
      "back",
    ]);
  });

  it("WCAG 2.1.4 leaves letters alone where single keys are off, and keeps the arrows", () => {
    expect(["j", "k", "x"].map((key) => rowMove(key, at(1, false)))).toEqual([null, null, null]);
    expect(rowMove("ArrowDown", at(1, false))).toEqual({ kind: "focus", row: 2 });
  });

  it("does nothing but go back where there are no rows", () => {
    const none = { row: -1, count: 0, singleKeys: true };
    expect(rowMove("j", none)).toBeNull();
    expect(rowMove("Escape", none)?.kind).toBe("back");
  });
});

describe("sorting by a column", () => {
  it("goes ascending, then descending, then ascending again", () => {
    const first = nextSort(undefined, "at");
    const second = nextSort(first, "at");
    expect([first, second, nextSort(second, "at")].map(({ descending }) => descending)).toEqual([
      false,
      true,
      false,
    ]);
  });

  it("begins ascending with another column", () => {
    expect(nextSort({ column: "at", descending: false }, "person")).toEqual({
      column: "person",
      descending: false,
    });
  });
});
