import { createHash } from "node:crypto";

/** Once a day at an hour of the place. */
export interface DailySchedule {
  /** Of the jobs that it makes. */
  readonly kind: string;
  readonly hour: number;
  readonly minute: number;
  /** IANA name: `America/New_York`. */
  readonly timeZone: string;
}

/** A day of the place, and when it is due there. */
export interface Due {
  /** `2026-05-04` */
  readonly day: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

const DAY_MS = 86_400_000;

/**
 * When it was due last, at or before `now`. There is one time a day: an hour that the clocks pass over is due as much later
 * as they were put forward, and of an hour that comes twice the first (as RFC 5545, 3.3.5).
 */
export function lastDue(schedule: DailySchedule, now: number): Due {
  const today = dueOn(schedule, dayOf(now, schedule.timeZone));
  return today.at <= now ? today : dueOn(schedule, dayBefore(today.day, 1));
}

/** The day so many days before. */
export function dayBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * DAY_MS).toISOString().slice(0, 10);
}

/** The one job of this kind on this day, the same for every process: a UUID (RFC 9562, version 8). */
export function scheduledJobId(kind: string, day: string): string {
  const digest = createHash("sha256").update(`modicum/schedule/v1\0${kind}\0${day}`).digest();
  digest[6] = 0x80 | ((digest[6] ?? 0) & 0x0f);
  digest[8] = 0x80 | ((digest[8] ?? 0) & 0x3f);
  const hex = digest.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}

function dueOn({ hour, minute, timeZone }: DailySchedule, day: string): Due {
  const local = Date.parse(`${day}T00:00:00Z`) + (hour * 60 + minute) * 60_000;
  const before = local - offsetAt(local - DAY_MS, timeZone);
  const after = local - offsetAt(local + DAY_MS, timeZone);
  const isOnTheClock = (at: number): boolean => at + offsetAt(at, timeZone) === local;
  return { day, at: !isOnTheClock(before) && isOnTheClock(after) ? after : before };
}

function dayOf(at: number, timeZone: string): string {
  return new Date(at + offsetAt(at, timeZone)).toISOString().slice(0, 10);
}

/** Milliseconds by which the clocks of the place are ahead of UTC, to the second. */
function offsetAt(at: number, timeZone: string): number {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const local = Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
    part("second"),
  );
  return local - Math.floor(at / 1000) * 1000;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const numeric = "numeric" as const;
  const parts = {
    year: numeric,
    month: numeric,
    day: numeric,
    hour: numeric,
    minute: numeric,
    second: numeric,
  };
  const made = new Intl.DateTimeFormat("en-US", { timeZone, hourCycle: "h23", ...parts });
  formats.set(timeZone, made);
  return made;
}
