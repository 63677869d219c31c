import { expect, it } from "vitest";
import { actsOn, importWords, isOverdue, NO_FILTERS, queryOf, standingOf } from "./device.ts";

const NOON = Date.parse("2026-05-04T12:00:00Z");
const DAY = 86_400_000;

it("F157 a wipe stands out that failed, or that nobody confirmed within a day", () => {
  const at = (state: "requested" | "acknowledged" | "confirmed" | "failed" | "withdrawn", now: number) =>
    isOverdue({ state, askedAt: new Date(NOON).toISOString() }, now);
  expect(at("acknowledged", NOON + DAY)).toBe(false);
  expect(at("acknowledged", NOON + DAY + 1)).toBe(true);
  expect(at("requested", NOON + DAY + 1)).toBe(true);
  expect(at("failed", NOON)).toBe(true);
  expect([at("confirmed", NOON + 9 * DAY), at("withdrawn", NOON + 9 * DAY)]).toEqual([false, false]);
});

it("F157 a wipe is sent again or withdrawn only while that can be", () => {
  expect(actsOn({ state: "requested" })).toEqual(["withdraw"]);
  expect(actsOn({ state: "failed" })).toEqual(["retry", "withdraw"]);
  expect(actsOn({ state: "confirmed" })).toEqual([]);
  expect(actsOn({ state: "withdrawn" })).toEqual([]);
});

it("F157 tells what came of a file without what did not happen", () => {
  const came = { added: 1, changed: 0, unchanged: 2, older: 0, refused: [] };
  expect(importWords(came)).toBe("1 new, 0 changed, 2 unchanged");
  expect(importWords({ ...came, older: 1, refused: [{ line: 2, field: "id" }] })).toBe(
    "1 new, 0 changed, 2 unchanged, 1 older than what is known, 1 refused",
  );
});

it("F157 asks the server for nothing that no filter names", () => {
  expect(queryOf(NO_FILTERS)).toEqual({});
  expect(queryOf({ text: " ios ", state: "lost" })).toEqual({ text: "ios", lost: "true" });
});

it("F157 a device that was never seen is not told as one seen long ago", () => {
  const seenAt = new Date(NOON).toISOString();
  expect(standingOf({ standing: "not-seen", seenAt: null }).text).toBe("Never seen");
  expect(standingOf({ standing: "not-seen", seenAt }).text).toBe("Not seen lately");
});
