import { describe, expect, it } from "vitest";
import { isDrillDue, overdueOf, PLAN, surplus } from "./schedule.ts";

const DAY = 86_400_000;
const since = Date.UTC(2026, 0, 1);
const past = (backupDays: number | null, drillDays: number | null) => ({
  since,
  lastBackupAt: backupDays === null ? null : since + backupDays * DAY,
  lastDrillAt: drillDays === null ? null : since + drillDays * DAY,
});

describe("backups on schedule", () => {
  it.each([
    ["at the first start", past(null, null), 0, true],
    ["six days after the last", past(6, 0), 6, false],
    ["a week after the last, an hour early", past(7, 0), 7 - 1 / 24, true],
  ])("F156 BAK-21 a drill is due: %s", (_title, known, day, due) => {
    expect(isDrillDue(known, PLAN, since + day * DAY)).toBe(due);
  });

  it.each([
    ["nothing was made on the first day", past(null, null), 1, { backup: false, drill: false }],
    ["nothing was made for two days", past(null, null), 2.1, { backup: true, drill: false }],
    ["all is in time", past(7, 3), 8, { backup: false, drill: false }],
    ["no drill came back for more than eight days", past(12, 3), 12.1, { backup: false, drill: true }],
  ])("F156 BAK-21 it is an alarm when %s", (_title, known, day, overdue) => {
    expect(overdueOf(known, PLAN, since + day * DAY)).toEqual(overdue);
  });

  it("BAK-22 the oldest go, and never the one that a drill brought back", () => {
    const ids = ["a", "b", "c", "d"];
    expect(surplus(ids, null, { keep: 2 })).toEqual(["a", "b"]);
    expect(surplus(ids, "a", { keep: 2 })).toEqual(["b"]);
    expect(surplus(ids, null, { keep: 9 })).toEqual([]);
  });
});
