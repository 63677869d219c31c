import { isJsonObject } from "../../../kernel/json.ts";
import type { JsonObject, JsonValue } from "../../../kernel/json.ts";
import type { Range } from "./prefix.ts";

const DATE_TIME =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(\.\d{1,9})?)?(Z|[-+]\d{2}:\d{2})?)?)?)?$/;

/** Reads FHIR dates as ranges of milliseconds [low, high): a partial date stands for all it could be. */
export interface DateReader {
  /** `2020`, `2020-05`, `2020-05-04`, `2020-05-04T10:00[:00[.000]][Z|±hh:mm]`; undefined when it is none. */
  range(text: string): Range<number> | undefined;
  /** A date, dateTime, instant, Period or Timing of a record. An open end reaches to infinity. */
  rangeOf(value: JsonValue): Range<number> | undefined;
}

/** Dates without a zone are read in `timeZone` (IANA); a zone that is not known is read as UTC. */
export function createDateReader(timeZone: string): DateReader {
  const offsetAt = zoneOffset(timeZone);
  const known = new Map<string, Range<number> | undefined>();
  const range = (text: string): Range<number> | undefined => {
    if (!known.has(text)) known.set(text, readRange(text, offsetAt));
    return known.get(text);
  };
  const rangeOf = (value: JsonValue): Range<number> | undefined => {
    if (typeof value === "string") return range(value);
    return isJsonObject(value) ? (periodRange(value, range) ?? timingRange(value, rangeOf)) : undefined;
  };
  return { range, rangeOf };
}

type Offset = (instant: number) => number;

function readRange(text: string, offsetAt: Offset): Range<number> | undefined {
  const match = DATE_TIME.exec(text);
  if (match === null) return undefined;
  const [, year = "", month, day, hour, minute, second, fraction, zone] = match;
  const parts = [year, month, day, hour, minute, second].filter((part) => part !== undefined).map(Number);
  const low = wallClock(parts);
  if (!isReal(parts, low)) return undefined;
  const millis = fraction === undefined ? 0 : Math.floor(Number(fraction) * 1000);
  const high = fraction === undefined ? wallClock(next(parts)) : low + millis + 1;
  const instant = zone === undefined ? (wall: number) => fromWall(wall, offsetAt) : fixedOffset(zone);
  return { low: instant(low + millis), high: instant(high) };
}

/** [year, month, day, hour, minute, second], as many as are given, to milliseconds as if in UTC. */
function wallClock(parts: readonly number[]): number {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.setUTCHours(hour, minute, second);
}

function isReal(parts: readonly number[], low: number): boolean {
  const date = new Date(low);
  const real = [
    date.getUTCFullYear(),
    date.getUTCMonth() + 1,
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
  ];
  return parts.every((part, at) => part === real[at]);
}

function next(parts: readonly number[]): readonly number[] {
  return parts.map((part, at) => (at === parts.length - 1 ? part + 1 : part));
}

function fixedOffset(zone: string): (wall: number) => number {
  if (zone === "Z") return (wall) => wall;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return (wall) => wall - (zone.startsWith("-") ? -minutes : minutes) * 60_000;
}

/** Twice, since the offset of the instant is not known before the instant is. */
function fromWall(wall: number, offsetAt: Offset): number {
  return wall - offsetAt(wall - offsetAt(wall));
}

const ZONE_PARTS = ["year", "month", "day", "hour", "minute", "second"] as const;

const offsets = new Map<string, Offset>();

/** Milliseconds that the zone is ahead of UTC at an instant. A formatter is dear, so that each zone has one. */
function zoneOffset(timeZone: string): Offset {
  const offset = offsets.get(timeZone) ?? newZoneOffset(timeZone);
  offsets.set(timeZone, offset);
  return offset;
}

function newZoneOffset(timeZone: string): Offset {
  if (timeZone === "UTC") return () => 0;
  const format = formatter(timeZone);
  if (format === undefined) return () => 0;
  return (instant) => {
    const part = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
    return wallClock(ZONE_PARTS.map((name) => part.get(name) ?? 0)) - Math.floor(instant / 1000) * 1000;
  };
}

/** By zone: making one takes longer than most searches do. */
const formatters = new Map<string, Intl.DateTimeFormat | undefined>();

function formatter(timeZone: string): Intl.DateTimeFormat | undefined {
  if (!formatters.has(timeZone)) formatters.set(timeZone, newFormatter(timeZone));
  return formatters.get(timeZone);
}

function newFormatter(timeZone: string): Intl.DateTimeFormat | undefined {
  const two = "2-digit";
  try {
    const options = { year: "numeric", month: two, day: two, hour: two, minute: two, second: two } as const;
    return new Intl.DateTimeFormat("en-US", { ...options, timeZone, hourCycle: "h23" });
  } catch {
    return undefined;
  }
}

function periodRange(
  value: JsonObject,
  range: (text: string) => Range<number> | undefined,
): Range<number> | undefined {
  const start = typeof value["start"] === "string" ? range(value["start"]) : undefined;
  const end = typeof value["end"] === "string" ? range(value["end"]) : undefined;
  if (start === undefined && end === undefined) return undefined;
  return { low: start?.low ?? -Infinity, high: end?.high ?? Infinity };
}

/** Timing: from the first to the last of its events and its bounds (FHIR R4 search, 3.1.1.4.7). */
function timingRange(
  value: JsonObject,
  rangeOf: (value: JsonValue) => Range<number> | undefined,
): Range<number> | undefined {
  const events = Array.isArray(value["event"]) ? (value["event"] as readonly JsonValue[]) : [];
  const repeat = value["repeat"];
  const bounds = isJsonObject(repeat) ? repeat["boundsPeriod"] : undefined;
  const ranges = [...events, ...(bounds === undefined ? [] : [bounds])].flatMap(
    (part) => rangeOf(part) ?? [],
  );
  if (ranges.length === 0) return undefined;
  return { low: Math.min(...ranges.map((r) => r.low)), high: Math.max(...ranges.map((r) => r.high)) };
}
