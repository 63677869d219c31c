import { describe, expect, it } from "vitest";
import { gridMove } from "./grid-move.ts";

const SIZE = { rows: 20, columns: 6, page: 8 };
const press = (key: string, ctrlKey = false) => ({ key, ctrlKey, metaKey: false });

describe("a key in a grid", () => {
  it.each([
    ["ArrowUp", 4, 3],
    ["ArrowDown", 6, 3],
    ["ArrowLeft", 5, 2],
    ["ArrowRight", 5, 4],
    ["Home", 5, 0],
    ["End", 5, 5],
    ["PageUp", 0, 3],
    ["PageDown", 13, 3],
  ])("WCAG 2.1.1 %s moves from row 5, column 3 to row %i, column %i", (key, row, column) => {
    expect(gridMove(press(key), { row: 5, column: 3 }, SIZE)).toEqual({ row, column });
  });

  it.each([
    ["Home", 0, 0],
    ["End", 19, 5],
    ["ArrowDown", 19, 3],
  ])("WCAG 2.1.1 Ctrl and %s move to row %i, column %i", (key, row, column) => {
    expect(gridMove(press(key, true), { row: 5, column: 3 }, SIZE)).toEqual({ row, column });
  });

  it("stays inside at the edges", () => {
    expect(gridMove(press("ArrowUp"), { row: 0, column: 0 }, SIZE)).toEqual({ row: 0, column: 0 });
    expect(gridMove(press("ArrowRight"), { row: 19, column: 5 }, SIZE)).toEqual({ row: 19, column: 5 });
  });

  it("leaves other keys alone", () => {
    expect(gridMove(press("Tab"), { row: 5, column: 3 }, SIZE)).toBeNull();
  });
});
