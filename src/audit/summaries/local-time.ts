import { AppError } from "../../kernel/errors.ts";

/** A moment by the clock of a time zone. */
export interface LocalTime {
  /** `2026-05-04` */
  readonly day: string;
  /** 1: Monday, to 7: Sunday (ISO 8601). */
  readonly weekday: number;
  /** 0 to 23. */
  readonly hour: number;
}

/** Offsets of zones are whole quarters of an hour: within one, day and hour do not change. */
const QUARTER = 900_000;

/**
 * Reads moments, in milliseconds since 1970, by the clock of an IANA time zone.
 * @throws AppError `input_invalid` for a zone that there is not
 */
export function localClock(zone: string): (at: number) => LocalTime {
  const format = formatOf(zone);
  const known = new Map<number, LocalTime>();
  return (at) => {
    const quarter = Math.floor(at / QUARTER);
    const before = known.get(quarter);
    if (before !== undefined) return before;
    const parts = new Map(format.formatToParts(quarter * QUARTER).map(({ type, value }) => [type, value]));
    const day = `${parts.get("year")}-${parts.get("month")}-${parts.get("day")}`;
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
    const time = { day, weekday, hour: Number(parts.get("hour")) };
    known.set(quarter, time);
    return time;
  };
}

/** True of a time zone that can be read by. */
export function isTimeZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const whole = "2-digit";
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone,
      year: "numeric",
      month: whole,
      day: whole,
      hour: whole,
      hourCycle: "h23",
    });
  } catch (cause) {
    throw new AppError("input_invalid", "`zone` is no time zone", {
      cause,
      hint: "name it as the IANA does, such as `America/Chicago`",
    });
  }
}
