import { describe, expect, it } from "vitest";
import { inWords } from "./words.ts";

describe("an id in words", () => {
  it.each([
    ["baa_inactive", "BAA inactive"],
    ["care-coordination", "Care coordination"],
    ["beyond_baa", "Beyond BAA"],
    ["constructor", "Constructor"],
  ])("UX %s is %s", (id, expected) => {
    expect(inWords(id)).toBe(expected);
  });
});
