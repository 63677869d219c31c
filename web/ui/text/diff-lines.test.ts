import { expect, it } from "vitest";
import { diffLines } from "./diff-lines.ts";

const UNIFIED = [
  "Index: roles/biller.yaml",
  "===",
  "--- roles/biller.yaml",
  "+++ roles/biller.yaml",
  "@@ -3,3 +3,3 @@",
  " elements:",
  "-  - claim.total",
  "+  - claim.payment",
  "   - claim.header",
  "@@ -40,1 +40,2 @@",
  " owner: privacy-officer",
  "+--- is text too",
  "\\ No newline at end of file",
  "",
].join("\n");

it("numbers the lines of each side as the hunks say", () => {
  expect(diffLines(UNIFIED).map(({ before, after }) => [before, after])).toEqual([
    [3, 3],
    [4, null],
    [null, 4],
    [5, 5],
    [null, null],
    [40, 40],
    [null, 41],
  ]);
});

it("tells what was added and removed, and leaves out head and marks", () => {
  expect(diffLines(UNIFIED).map(({ kind, text }) => `${kind}:${text}`)).toEqual([
    "same:elements:",
    "removed:  - claim.total",
    "added:  - claim.payment",
    "same:  - claim.header",
    "gap:",
    "same:owner: privacy-officer",
    "added:--- is text too",
  ]);
});

it("shows nothing of texts that do not differ", () => {
  expect(diffLines("Index: a\n===\n--- a\n+++ a\n")).toEqual([]);
});
