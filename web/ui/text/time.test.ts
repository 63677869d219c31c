import { describe, expect, it } from "vitest";
import { absoluteTime, dayText, elapsedTime, relativeTime } from "./time.ts";

const NOW = Date.UTC(2026, 4, 4, 15);
const HOUR = 3_600_000;

describe("a moment", () => {
  it("UX is absolute, with its zone", () => {
    const shown = absoluteTime(NOW, { locale: "en-US", zone: "America/Chicago" });
    expect(shown.replaceAll("\u202F", " ")).toBe("May 4, 2026, 10:00 AM CDT");
  });

  it.each([
    [-59_000, "just now"],
    [-3 * HOUR, "3 hours ago"],
    [-90 * 60_000, "1 hour ago"],
    [-24 * HOUR, "yesterday"],
    [48 * HOUR, "in 2 days"],
  ])("UX %i ms from now is %s", (delta, said) => {
    expect(relativeTime(NOW + delta, NOW, "en-US")).toBe(said);
  });
});

describe("a day", () => {
  it.each([
    ["2027-05-01", "May 1, 2027"],
    ["2026-12-31", "Dec 31, 2026"],
    ["soon", "soon"],
  ])("UX %s is %s, whichever zone it is read in", (date, shown) => {
    expect(dayText(date)).toBe(shown);
  });
});

describe("time that passed", () => {
  it.each([
    [0, "0:00"],
    [7_900, "0:07"],
    [750_000, "12:30"],
    [3_909_000, "1:05:09"],
    [-1, "0:00"],
  ])("%i ms is %s", (ms, shown) => {
    expect(elapsedTime(ms)).toBe(shown);
  });
});
