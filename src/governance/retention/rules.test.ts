import { describe, expect, it } from "vitest";
import type { RetentionClass, RetentionSchedule } from "../../policy/types.ts";
import { dueAt, judged, ruleOfEntries, type Standing } from "./rules.ts";
import type { RecordMonth } from "./types.ts";

const NEW_YORK = "America/New_York";
const utc = (text: string): number => Date.parse(text);
const KEPT = { years: 6, from: "creation" } as const;
const IN_EFFECT = { years: 6, from: "last-effect" } as const;

function ruleOf(fields: Partial<RetentionClass> = {}): RetentionClass {
  return {
    id: "record-entries",
    title: "Entries",
    ...KEPT,
    cfr: ["164.316(b)(2)(i)"],
    why: "",
    longer: [],
    ...fields,
  };
}

const scheduleOf = (...classes: readonly RetentionClass[]): RetentionSchedule => ({
  title: "",
  owner: "privacy-officer",
  reviewBy: "2027-05-01",
  classes,
});

const month: RecordMonth = {
  id: "2020-02",
  from: utc("2020-02-01T00:00:00Z"),
  until: utc("2020-03-01T00:00:00Z"),
  entries: 10,
  firstSeq: 1,
  lastSeq: 10,
  place: "database",
};

const standing: Standing = {
  now: utc("2026-03-02T05:00:00Z"),
  timeZone: NEW_YORK,
  schedule: scheduleOf(ruleOf()),
  holds: [],
  newestFrom: 11,
  provenThrough: 10,
};

describe("when something documented is due", () => {
  it("RET-1 F135 a policy that was superseded, six years after it was", () => {
    const documented = {
      createdAt: utc("2019-01-15T15:00:00Z"),
      lastEffectiveAt: utc("2022-06-30T15:00:00Z"),
    };
    expect(dueAt(IN_EFFECT, documented, "UTC")).toBe(utc("2028-07-01T00:00:00Z"));
  });

  it("RET-1 what came after its last effect, six years after it was made", () => {
    const documented = {
      createdAt: utc("2023-01-15T15:00:00Z"),
      lastEffectiveAt: utc("2022-06-30T15:00:00Z"),
    };
    expect(dueAt(IN_EFFECT, documented, "UTC")).toBe(utc("2029-01-16T00:00:00Z"));
  });

  it("RET-1 never what is still in effect", () => {
    expect(dueAt(IN_EFFECT, { createdAt: 0, lastEffectiveAt: null }, "UTC")).toBeNull();
  });

  it("RET-1 an entry from its creation, whatever is said of its effect", () => {
    const documented = {
      createdAt: utc("2020-05-04T10:00:00Z"),
      lastEffectiveAt: utc("2025-05-04T10:00:00Z"),
    };
    expect(dueAt(KEPT, documented, "UTC")).toBe(utc("2026-05-05T00:00:00Z"));
  });

  it.each([
    ["over a leap day", "2020-02-29T12:00:00-05:00", "2026-03-02T00:00:00-05:00"],
    ["to a leap day", "2022-02-28T12:00:00-05:00", "2028-02-29T00:00:00-05:00"],
    ["late in the evening, of the day it is there", "2020-05-04T23:30:00-04:00", "2026-05-05T00:00:00-04:00"],
    ["on the day before clocks go forward", "2020-03-07T12:00:00-05:00", "2026-03-08T00:00:00-05:00"],
    ["on the day that clocks go forward", "2020-03-08T12:00:00-04:00", "2026-03-09T00:00:00-04:00"],
    ["on the day that clocks go back", "2020-11-01T12:00:00-05:00", "2026-11-02T00:00:00-05:00"],
    ["at the turn of a year", "2020-12-31T23:59:59-05:00", "2027-01-01T00:00:00-05:00"],
  ])("RET-2 F135 %s", (_title, made, due) => {
    expect(dueAt(KEPT, { createdAt: utc(made) }, NEW_YORK)).toBe(utc(due));
  });

  it("RET-2 where clocks skip midnight, when they do", () => {
    const made = utc("2012-10-20T12:00:00-03:00");
    expect(dueAt(KEPT, { createdAt: made }, "America/Sao_Paulo")).toBe(utc("2018-10-21T00:00:00-03:00"));
    const before = utc("2012-11-03T12:00:00-03:00");
    expect(dueAt(KEPT, { createdAt: before }, "America/Sao_Paulo")).toBe(utc("2018-11-04T01:00:00-02:00"));
  });
});

describe("what keeps a month", () => {
  const codesOf = (fields: Partial<Standing>): readonly string[] =>
    judged(month, { ...standing, ...fields }).reasons.map(({ code }) => code);

  it("RET-1 nothing, from the day its newest entry is due", () => {
    expect(judged(month, standing).dueAt).toBe(utc("2026-03-02T05:00:00Z"));
    expect(codesOf({})).toEqual([]);
    expect(codesOf({ now: standing.now - 1 })).toEqual(["retention"]);
  });

  it("RET-3 the class that is kept longest, of entries and of disclosures", () => {
    const longer = ruleOf({ id: "disclosures", years: 7 });
    const schedule = scheduleOf(ruleOf(), longer, ruleOf({ id: "training", years: 30 }));
    expect(ruleOfEntries(schedule)).toBe(longer);
    expect(codesOf({ schedule })).toEqual(["retention"]);
  });

  it.each([
    ["no schedule", undefined],
    ["a schedule that says nothing of entries", scheduleOf(ruleOf({ id: "disclosures" }))],
  ])("RET-3 everything is kept under %s", (_title, schedule) => {
    expect(judged(month, { ...standing, schedule })).toMatchObject({
      dueAt: null,
      reasons: [{ code: "no_schedule" }],
    });
  });

  it("RET-4 RET-8 every reason at once", () => {
    const hold = {
      id: "h",
      scope: { kind: "record" },
      opened: { by: "a", at: 0, reason: "" },
      released: null,
    } as const;
    const fields = { holds: [hold], newestFrom: 10, provenThrough: 9, now: 0 };
    expect(codesOf(fields)).toEqual(["hold", "retention", "newest", "unproven"]);
  });
});
