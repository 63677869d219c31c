import { describe, expect, it } from "vitest";
import { exitCodeOf, type Outcome, verdictOf } from "./outcome.ts";

describe("the verdict on a ratio", () => {
  it.each([
    [4, 2, 4, "aim reached"],
    [3.99, 2, 4, "must reached"],
    [2, 2, 4, "must reached"],
    [1.99, 2, 4, "MUST MISSED"],
    [Number.NaN, 2, 4, "MUST MISSED"],
    [1, null, null, "reported"],
    [5, null, 4, "aim reached"],
  ])("F169 of %d with the must %s and the aim %s is %s", (ratio, must, aim, verdict) => {
    expect(verdictOf({ ratio, must, aim })).toBe(verdict);
  });
});

describe("the exit code", () => {
  const skipped = (must: number | null): Outcome => ({
    kind: "skipped",
    name: "a/b",
    must,
    reason: "no peer",
  });
  const failed: Outcome = { kind: "failed", name: "a/b", message: "sides differ" };

  it.each([
    ["nothing ran", [], 0],
    ["a peer that is only reported is not there", [skipped(null)], 0],
    ["the peer of a must is not there", [skipped(2)], 3],
    ["a row failed beside a missed must", [skipped(2), failed], 1],
  ] as const)("F169 where %s", (_title, outcomes, code) => {
    expect(exitCodeOf(outcomes)).toBe(code);
  });
});
