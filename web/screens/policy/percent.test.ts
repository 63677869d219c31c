import { describe, expect, it } from "vitest";
import { percentText } from "./percent.ts";

describe("a percentage", () => {
  it.each([
    [0, "0%"],
    [82.96, "83%"],
    [99.99, "99.9%"],
    [100, "100%"],
  ])("UX of %d is written %s, and never rounded up to all", (percent, text) => {
    expect(percentText(percent)).toBe(text);
  });
});
