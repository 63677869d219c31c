import { describe, expect, it } from "vitest";
import { dayBefore, lastDue, scheduledJobId } from "./schedule.ts";

const nightly = { kind: "check", hour: 2, minute: 30, timeZone: "America/New_York" };
const dueAt = (now: string, schedule = nightly) => {
  const { day, at } = lastDue(schedule, Date.parse(now));
  return [day, new Date(at).toISOString()];
};

describe("a daily schedule", () => {
  it.each([
    ["on the minute", "2026-05-04T06:30:00Z", ["2026-05-04", "2026-05-04T06:30:00.000Z"]],
    [
      "a moment before, the day before",
      "2026-05-04T06:29:59.999Z",
      ["2026-05-03", "2026-05-03T06:30:00.000Z"],
    ],
    ["late in the day", "2026-05-05T03:59:00Z", ["2026-05-04", "2026-05-04T06:30:00.000Z"]],
    ["in winter", "2026-01-15T12:00:00Z", ["2026-01-15", "2026-01-15T07:30:00.000Z"]],
    [
      "in an hour that the clocks pass over, later",
      "2026-03-08T12:00:00Z",
      ["2026-03-08", "2026-03-08T07:30:00.000Z"],
    ],
    ["over a new year", "2026-01-01T07:00:00Z", ["2025-12-31", "2025-12-31T07:30:00.000Z"]],
  ])("JOB-8 is due %s", (_title, now, due) => {
    expect(dueAt(now)).toEqual(due);
  });

  it("JOB-8 is due once in an hour that comes twice", () => {
    const early = { ...nightly, hour: 1 };
    const due = ["2026-11-01", "2026-11-01T05:30:00.000Z"];
    expect(dueAt("2026-11-01T05:30:00Z", early)).toEqual(due);
    expect(dueAt("2026-11-01T06:30:00Z", early)).toEqual(due);
  });

  it("JOB-8 is due on each day of a year once, in order, an hour apart from a day at most", () => {
    for (const timeZone of ["America/New_York", "Australia/Lord_Howe", "UTC"]) {
      const days = new Map<string, number>();
      for (
        let now = Date.parse("2026-01-02T12:00:00Z");
        now < Date.parse("2027-01-02T00:00:00Z");
        now += 21_600_000
      ) {
        const { day, at } = lastDue({ ...nightly, timeZone }, now);
        expect(days.get(day) ?? at).toBe(at);
        days.set(day, at);
      }
      const all = [...days];
      expect(all.length).toBeGreaterThan(364);
      const apart = all.slice(1).map(([, at], n) => (at - (all[n]?.[1] ?? 0)) / 3_600_000);
      expect(Math.min(...apart)).toBeGreaterThanOrEqual(23);
      expect(Math.max(...apart)).toBeLessThanOrEqual(25);
    }
  });

  it("JOB-9 has one id a day and kind, and another on any other", () => {
    const days = Array.from({ length: 400 }, (_, n) => dayBefore("2026-05-04", n));
    const ids = days.flatMap((day) => [scheduledJobId("check", day), scheduledJobId("backup", day)]);
    expect(new Set(ids).size).toBe(800);
    expect(scheduledJobId("check", "2026-05-04")).toBe(ids[0]);
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
