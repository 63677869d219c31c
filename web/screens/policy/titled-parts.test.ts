import { describe, expect, it } from "vitest";
import { titledParts } from "./titled-parts.ts";

const idsIn = (sentence: string) =>
  titledParts(sentence)
    .filter(({ kind }) => kind !== "words")
    .map(({ text, kind }) => [text, kind]);

describe("a sentence of the analysis", () => {
  it.each([
    [
      "role `clerk` may ask under `clerk`",
      [
        ["clerk", "role"],
        ["clerk", "purpose"],
      ],
    ],
    [
      "role `a` does not conflict with `b`, `c` and 9 more",
      [
        ["a", "role"],
        ["b", "role"],
        ["c", "role"],
      ],
    ],
    [
      "both could ask under `treatment`, `coding`",
      [
        ["treatment", "purpose"],
        ["coding", "purpose"],
      ],
    ],
    ["`ann.smith` can see something", [["ann.smith", null]]],
    ["nobody can see `patient.ssn`", [["patient.ssn", null]]],
  ])("UX tells what each id of %s names", (sentence, ids) => {
    expect(idsIn(sentence)).toEqual(ids);
  });

  it("UX keeps every word", () => {
    const sentence = "role `a` has purpose `b`.";
    expect(
      titledParts(sentence)
        .map(({ text }) => text)
        .join("`"),
    ).toBe(sentence);
  });
});
