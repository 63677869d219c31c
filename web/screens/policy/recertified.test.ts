import { describe, expect, it } from "vitest";
import { everyText } from "./recertified.ts";

describe("how often holders of a role are certified again", () => {
  it.each([
    ["6mo", "every 6 months"],
    ["1y", "every year"],
    ["90d", "every 90 days"],
    ["now and then", "every now and then"],
  ])("UX %s is said as %s", (span, text) => {
    expect(everyText(span)).toBe(text);
  });
});
