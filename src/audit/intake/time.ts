import type { TimeRule } from "./types.ts";

const ISO = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/;
const PARTS: Readonly<Record<string, string>> = {
  yyyy: "(?<year>\\d{4})",
  MM: "(?<month>\\d{1,2})",
  dd: "(?<day>\\d{1,2})",
  HH: "(?<hour>\\d{1,2})",
  hh: "(?<half>\\d{1,2})",
  mm: "(?<minute>\\d{2})",
  ss: "(?<second>\\d{2})",
  SSS: "(?<milli>\\d{3})",
  a: "(?<meridiem>[AaPp][Mm])",
};

/**
 * Milliseconds since 1970 of a time as a sender writes it; null: it is none, or states no offset where no zone is given.
 * Of the hour that a zone has twice in autumn the first is meant; a time that spring leaves out is none.
 */
export function timeOf(text: string, { format, zone }: TimeRule): number | null {
  if (format === "epoch-s" || format === "epoch-ms") return epochOf(text, format === "epoch-s" ? 1_000 : 1);
  if (format !== "iso") return zone === undefined ? null : inZone(text, patternOf(format), zone);
  const match = ISO.exec(text.trim());
  if (match === null) return null;
  if (match[1] !== undefined) return instantOf(text.trim().replace(" ", "T"));
  return zone === undefined ? null : inZone(text, ISO_LOCAL, zone);
}

const ISO_LOCAL =
  /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})[T ](?<hour>\d{2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:\.(?<milli>\d{3})\d*)?)?$/;

/** Whether a rule can be followed at all: its zone is known, and its pattern names a whole moment. */
export function isTimeRule({ format, zone }: TimeRule): boolean {
  if (zone !== undefined && offsetAt(0, zone) === null) return false;
  if (["iso", "epoch-s", "epoch-ms"].includes(format)) return true;
  const names = [...format.matchAll(TOKEN)].map(([token]) => token);
  const hour = names.includes("HH") || (names.includes("hh") && names.includes("a"));
  const once = new Set(names).size === names.length;
  return once && zone !== undefined && hour && ["yyyy", "MM", "dd", "mm"].every((one) => names.includes(one));
}

const TOKEN = /yyyy|SSS|MM|dd|HH|hh|mm|ss|a/g;

function patternOf(format: string): RegExp {
  const escaped = format.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll(TOKEN, (token) => PARTS[token] ?? token)}$`);
}

function epochOf(text: string, unit: number): number | null {
  if (!/^\d{1,16}(?:\.\d{1,9})?$/.test(text.trim())) return null;
  const at = Math.trunc(Number(text) * unit);
  return Number.isSafeInteger(at) && at <= MAX ? at : null;
}

/** The last instant that ECMAScript and PostgreSQL both have. */
const MAX = 8_640_000_000_000_000;

function instantOf(text: string): number | null {
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at;
}

function inZone(text: string, pattern: RegExp, zone: string): number | null {
  const groups = pattern.exec(text.trim())?.groups;
  if (groups === undefined) return null;
  const part = (name: string): number => Number(groups[name] ?? 0);
  const hour = groups["half"] === undefined ? part("hour") : hourOf(part("half"), groups["meridiem"]);
  const fields = [
    part("year"),
    part("month") - 1,
    part("day"),
    hour,
    part("minute"),
    part("second"),
  ] as const;
  const wall = Date.UTC(...fields, part("milli"));
  return isSame(wall, fields) ? atWall(wall, zone) : null;
}

function hourOf(half: number, meridiem: string | undefined): number {
  if (half < 1 || half > 12) return 99;
  return (half % 12) + (meridiem?.toLowerCase() === "pm" ? 12 : 0);
}

/** False where a field ran over, as the 31st of April does. */
function isSame(wall: number, [year, month, day, hour, minute, second]: readonly number[]): boolean {
  const at = new Date(wall);
  return (
    at.getUTCFullYear() === year &&
    at.getUTCMonth() === month &&
    at.getUTCDate() === day &&
    at.getUTCHours() === hour &&
    at.getUTCMinutes() === minute &&
    at.getUTCSeconds() === second
  );
}

/** The first instant at which clocks of the zone show this; null: they never do. */
function atWall(wall: number, zone: string): number | null {
  const offsets = [wall - DAY, wall + DAY].map((near) => offsetAt(near, zone));
  const candidates = offsets
    .flatMap((offset) => (offset === null ? [] : [wall - offset]))
    .filter((at) => offsetAt(at, zone) === wall - at)
    .toSorted((a, b) => a - b);
  return candidates[0] ?? null;
}

const DAY = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat | null>();

/** Milliseconds that the zone is ahead of UTC then; null: there is no such zone. */
function offsetAt(at: number, zone: string): number | null {
  const format = formats.get(zone) ?? formatOf(zone);
  formats.set(zone, format);
  if (format === null) return null;
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1_000) * 1_000;
}

function formatOf(timeZone: string): Intl.DateTimeFormat | null {
  const numeric = "numeric" as const;
  try {
    return new Intl.DateTimeFormat("en-US-u-ca-iso8601-nu-latn", {
      timeZone,
      hourCycle: "h23",
      year: numeric,
      month: numeric,
      day: numeric,
      hour: numeric,
      minute: numeric,
      second: numeric,
    });
  } catch {
    return null;
  }
}
