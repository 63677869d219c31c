const DAY = 86_400_000;

/** True for an IANA time zone this machine knows. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/**
 * The instant at which `day` (`2026-04-15`) begins in `timeZone`, in milliseconds since 1970. Where clocks skip
 * midnight, that is the moment they skip it; where it comes twice, the first.
 */
export function startOfDay(day: string, timeZone: string): number {
  const local = Date.parse(`${day}T00:00:00Z`);
  const early = local - offsetAt(local - DAY, timeZone);
  const late = local - offsetAt(local + DAY, timeZone);
  const atMidnight = [early, late].filter((instant) => instant + offsetAt(instant, timeZone) === local);
  return atMidnight.length > 0 ? Math.min(...atMidnight) : Math.max(early, late);
}

/** The first instant after `day` in `timeZone`, in milliseconds since 1970. */
export function endOfDay(day: string, timeZone: string): number {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + DAY);
  return startOfDay(next.toISOString().slice(0, 10), timeZone);
}

/** Local time minus UTC at an instant, in milliseconds. */
function offsetAt(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(instant);
  const part = (type: string): number => Number(parts.find((piece) => piece.type === type)?.value ?? 0);
  const local = Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
    part("second"),
  );
  return local - Math.floor(instant / 1000) * 1000;
}

/** The day (`2026-04-15`) that it is in `timeZone` at an instant, in milliseconds since 1970. */
export function dayAt(instant: number, timeZone: string): string {
  return new Date(instant + offsetAt(instant, timeZone)).toISOString().slice(0, 10);
}

/** The same day so many years later; of February 29, where that year has none, March 1. */
export function yearsLater(day: string, years: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(Date.UTC(year + years, month - 1, date)).toISOString().slice(0, 10);
}
