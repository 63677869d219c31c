import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffLines } from "./diff-lines.ts";

const SIGN = { same: " ", added: "+", removed: "-" };
const shown = (before: string, after: string): string[] =>
  diffLines(before, after).map(({ kind, text }) => SIGN[kind] + text);

const text = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 8 }).map((lines) => lines.join("\n"));

describe("a difference by lines", () => {
  it("shows an added line where it was added", () => {
    expect(shown("a\nc", "a\nb\nc")).toEqual([" a", "+b", " c"]);
  });

  it("shows a changed line as removed, then added", () => {
    expect(shown("a\nb\nc", "a\nx\nc")).toEqual([" a", "-b", "+x", " c"]);
  });

  it("numbers the lines of both sides from 1", () => {
    const numbers = diffLines("a\nb", "b").map(({ before, after }) => [before, after]);
    expect(numbers).toEqual([
      [1, null],
      [2, 1],
    ]);
  });

  it("gives both texts back: without the added lines the one, without the removed lines the other", () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = diffLines(before, after);
        const without = (kind: string): string =>
          lines
            .filter((line) => line.kind !== kind)
            .map((line) => line.text)
            .join("\n");
        expect([without("added"), without("removed")]).toEqual([before, after]);
      }),
    );
  });

  it("shows no change between a text and itself", () => {
    fc.assert(fc.property(text, (same) => diffLines(same, same).every(({ kind }) => kind === "same")));
  });
});
