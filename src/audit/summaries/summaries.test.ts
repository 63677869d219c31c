import { beforeEach, describe, expect, it } from "vitest";
import { fixedClock } from "../../kernel/clock.ts";
import { memorySealer } from "../../keys/testing/sealer.ts";
import { createRecorder, type Recorder } from "../recorder.ts";
import { auditEntry } from "../testing/audit-entry.ts";
import { memoryRecordStore } from "../testing/memory-record-store.ts";
import type { AuditEntry } from "../types.ts";
import { activityOf } from "./activity.ts";
import { seeEntries, type SummaryBounds, type SummaryParts } from "./counted-entries.ts";
import { localClock } from "./local-time.ts";
import { viewersOf } from "./viewers.ts";

const NOON = Date.UTC(2026, 4, 4, 12);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let parts: SummaryParts;
let recorder: Recorder;
let number = 0;
beforeEach(() => {
  const [store, sealer, clock] = [memoryRecordStore(), memorySealer(), fixedClock(NOON + 30 * DAY)];
  recorder = createRecorder(store, sealer, clock);
  parts = { store, sealer, clock };
});

const record = (fields: Partial<AuditEntry>) => recorder.record(auditEntry((number += 1), fields));
const TWO: SummaryBounds = { entries: 2, ms: 1_000, page: 2 };
const sum = (rows: readonly { readonly entries: number }[]): number =>
  rows.reduce((all, { entries }) => all + entries, 0);
const about = (patientId: string) => ({ query: { patientId }, zone: "UTC" });

/** Three people and another system see p1; one of them sees p2 as well. */
async function recordViews(): Promise<void> {
  await record({ at: NOON, personId: "bea.biller", patients: ["p1"] });
  await record({ at: NOON + HOUR, personId: "bea.biller", patients: ["p1", "p2"], roles: ["coder"] });
  await record({
    at: NOON + DAY,
    personId: "bea.biller",
    patients: ["p1"],
    outcome: "deny",
    reason: "no_grant",
  });
  await record({
    at: NOON + DAY,
    personId: "dan.doc",
    patients: ["p1"],
    exceptions: ["break-glass"],
    grantIds: ["g"],
  });
  await record({
    at: NOON + 2 * DAY,
    personId: "dan.doc",
    patients: ["p1"],
    exceptions: ["jit"],
    grantIds: ["h"],
  });
  const told = { source: { id: "s1", event: "e1", at: NOON }, system: "pacs" };
  await record({ at: NOON + 2 * DAY, personId: "bea.biller", patients: ["p1"], ...told, purpose: null });
  await record({ at: NOON + 3 * DAY, personId: "bea.biller", patients: ["p2"] });
}

describe("who saw a patient", () => {
  it("AUD-150 F131 is one row a person and source, with first and last time, roles, purposes and how", async () => {
    await recordViews();
    const { viewers } = await viewersOf(parts, about("p1"));
    expect(viewers.map(({ person, source, entries }) => [person, source, entries])).toEqual([
      ["bea.biller", "pacs", 1],
      ["dan.doc", null, 2],
      ["bea.biller", null, 3],
    ]);
    expect(viewers[2]).toMatchObject({
      roles: ["biller", "coder"],
      first: NOON,
      last: NOON + DAY,
      denied: 1,
      purposes: [{ name: "HPAYMT", entries: 3 }],
      ways: [{ name: "role", entries: 3 }],
    });
    expect(viewers[1]?.ways.map(({ name }) => name)).toEqual(["break-glass", "jit"]);
    expect(viewers[0]?.purposes).toEqual([{ name: "none", entries: 1 }]);
  });

  it("AUD-150 F131 has each counted entry in one row and on one day, and none about others", async () => {
    await recordViews();
    const { viewers, days, counted } = await viewersOf(parts, about("p1"));
    expect([sum(viewers), sum(days), counted]).toEqual([6, 6, 6]);
    expect(days.map(({ day, people }) => [day, people])).toEqual([
      ["2026-05-04", 1],
      ["2026-05-05", 2],
      ["2026-05-06", 2],
    ]);
  });

  it("AUD-150 shows one way alone where one is asked for", async () => {
    await recordViews();
    const { viewers } = await viewersOf(parts, { ...about("p1"), way: "break-glass" });
    expect(viewers.map(({ person, entries }) => [person, entries])).toEqual([["dan.doc", 1]]);
  });

  it("AUD-150 counts who looked at the record apart from who opened the chart", async () => {
    await record({ personId: "audra.auditor", interaction: "api.log.viewers", patients: ["p1"] });
    const { viewers } = await viewersOf(parts, about("p1"));
    expect(viewers[0]?.ways).toEqual([{ name: "record", entries: 1 }]);
  });
});

describe("what a person saw", () => {
  it("AUD-152 F131 has days, hours, outcomes, purposes and ways that sum to its entries", async () => {
    await recordViews();
    const found = await activityOf(parts, { query: { personId: "bea.biller" }, zone: "UTC" });
    const { days, hours, outcomes, purposes, ways, entries } = found;
    expect([days, hours, outcomes, purposes, ways].map(sum)).toEqual([5, 5, 5, 5, 5]);
    expect(entries).toBe(5);
    expect(days[0]).toEqual({ day: "2026-05-07", entries: 1, patients: 1, denied: 0, exceptions: 0 });
    expect(hours.find(({ weekday, hour }) => weekday === 1 && hour === 13)?.entries).toBe(1);
  });

  it("AUD-152 counts a patient once, however many entries are about them", async () => {
    await recordViews();
    const found = await activityOf(parts, { query: { personId: "bea.biller" }, zone: "UTC" });
    expect(found.patients).toBe(2);
  });
});

describe("how far a summary goes", () => {
  const everyEntry = async (bounds: SummaryBounds) => {
    const [seen, steps]: [string[], number[]] = [[], []];
    let after: string | null = null;
    do {
      const from = after === null ? {} : { after };
      const counted = await seeEntries(
        parts,
        { patientId: "p1", ...from },
        ({ id }) => seen.push(id),
        bounds,
      );
      steps.push(counted.counted);
      after = counted.next;
    } while (after !== null);
    return { seen, steps };
  };

  it("AUD-151 stops at its bound, says where, and goes on: each entry is counted once", async () => {
    await recordViews();
    const { seen, steps } = await everyEntry({ entries: 4, ms: 1_000, page: 3 });
    expect(steps).toEqual([4, 2]);
    expect(new Set(seen).size).toBe(6);
    const part = await seeEntries(parts, { patientId: "p1" }, () => undefined, TWO);
    expect(part).toMatchObject({ counted: 2, newest: NOON + 2 * DAY, oldest: NOON + 2 * DAY });
  });

  it("AUD-151 reads no further page when its time is over, and one page at least", async () => {
    await recordViews();
    let now = 0;
    const slow = { ...parts, clock: { now: () => (now += 600) } };
    const bounds = { entries: 20_000, ms: 1_000, page: 2 };
    const counted = await seeEntries(slow, { patientId: "p1" }, () => undefined, bounds);
    expect(counted.counted).toBe(4);
    const slower = { ...parts, clock: { now: () => (now += 5_000) } };
    expect((await seeEntries(slower, { patientId: "p1" }, () => undefined, bounds)).counted).toBe(2);
  });

  it("AUD-151 refuses the cursor of another question", async () => {
    await recordViews();
    const { next } = await seeEntries(parts, { patientId: "p1" }, () => undefined, TWO);
    const other = seeEntries(parts, { patientId: "p2", after: next ?? "" }, () => undefined);
    await expect(other).rejects.toMatchObject({ code: "input_invalid" });
  });

  it("AUD-151 says that there is nothing, where there is nothing", async () => {
    expect(await seeEntries(parts, { patientId: "p9" }, () => undefined)).toEqual({
      counted: 0,
      oldest: null,
      newest: null,
      next: null,
    });
  });
});

describe("the clock of a zone", () => {
  it.each([
    ["UTC", "2026-05-04T23:30:00Z", { day: "2026-05-04", weekday: 1, hour: 23 }],
    ["America/Chicago", "2026-05-04T23:30:00Z", { day: "2026-05-04", weekday: 1, hour: 18 }],
    ["Asia/Kolkata", "2026-05-10T18:45:00Z", { day: "2026-05-11", weekday: 1, hour: 0 }],
    ["Europe/Zurich", "2026-03-29T01:30:00Z", { day: "2026-03-29", weekday: 7, hour: 3 }],
  ])("reads days, weekdays and hours in %s", (zone, at, read) => {
    expect(localClock(zone)(Date.parse(at))).toEqual(read);
  });

  it("refuses a zone that there is not", () => {
    expect(() => localClock("Nowhere/Land")).toThrow("no time zone");
  });
});
