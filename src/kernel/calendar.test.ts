import { expect, test } from "vitest";
import { endOfDay, isTimeZone, startOfDay } from "./calendar.ts";

const HOUR = 3_600_000;

function hoursOf(day: string): number {
  return (endOfDay(day, "America/Chicago") - startOfDay(day, "America/Chicago")) / HOUR;
}

function localDay(instant: number, timeZone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(instant);
}

test("a day begins at local midnight", () => {
  expect(startOfDay("2026-05-04", "America/Chicago")).toBe(Date.parse("2026-05-04T05:00:00Z"));
  expect(startOfDay("2026-01-04", "America/Chicago")).toBe(Date.parse("2026-01-04T06:00:00Z"));
});

test("a day on which clocks change has 23 or 25 hours", () => {
  expect(["2026-03-08", "2026-05-04", "2026-11-01"].map(hoursOf)).toEqual([23, 24, 25]);
});

test.each([
  ["America/Sao_Paulo", "2018-11-04"],
  ["America/Sao_Paulo", "2018-02-18"],
  ["America/Havana", "2024-11-03"],
  ["Asia/Beirut", "2024-03-31"],
  ["Pacific/Kiritimati", "2026-01-01"],
  ["Pacific/Pago_Pago", "2026-01-01"],
  ["Asia/Kolkata", "2026-01-01"],
])("in %s the day %s begins with its first instant", (timeZone, day) => {
  const start = startOfDay(day, timeZone);
  expect(localDay(start, timeZone)).toBe(day);
  expect(localDay(start - 1, timeZone)).not.toBe(day);
});

test("a time zone is one of IANA's", () => {
  expect(isTimeZone("America/Chicago")).toBe(true);
  expect(isTimeZone("America/Chcago")).toBe(false);
});
