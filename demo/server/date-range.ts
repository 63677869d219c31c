import { ServerFault } from "./faults.ts";

/** Half-open [from, until) in milliseconds: what a partial date covers (FHIR R4 search, §3.1.1.4.7). */
export interface DateRange {
  readonly from: number;
  readonly until: number;
}

const PARTIAL =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/;
const PREFIX = /^(eq|ne|gt|lt|ge|le|sa|eb|ap)(?=\d)/;
const APPROXIMATE_MS = 86_400_000;

/** The range of a FHIR date, dateTime or instant; undefined when it is none. Without an offset it is read as UTC. */
export function rangeOf(text: string): DateRange | undefined {
  const [, year, month, day, hour, minute, second, fraction, offset] = PARTIAL.exec(text) ?? [];
  if (year === undefined) return undefined;
  const [y, m, d] = [Number(year), Number(month ?? 1) - 1, Number(day ?? 1)];
  if (month === undefined) return { from: utc(y, 0, 1), until: utc(y + 1, 0, 1) };
  if (day === undefined) return { from: utc(y, m, 1), until: utc(y, m + 1, 1) };
  if (hour === undefined) return { from: utc(y, m, d), until: utc(y, m, d + 1) };
  const from = Date.parse(
    `${text.slice(0, 10)}T${hour}:${minute}:${second ?? "00"}.${(fraction ?? "0").slice(0, 3)}${offset ?? "Z"}`,
  );
  const width = second === undefined ? 60_000 : fraction === undefined ? 1_000 : 1;
  return Number.isNaN(from) ? undefined : { from, until: from + width };
}

function utc(year: number, month: number, day: number): number {
  return Date.UTC(year, month, day);
}

/** A test of stored ranges against one search value such as `ge2026-01`. Faults with 400 when it cannot be read. */
export function dateTest(value: string): (stored: DateRange) => boolean {
  const prefix = PREFIX.exec(value)?.[1] ?? "eq";
  const asked = rangeOf(value.replace(PREFIX, ""));
  if (asked === undefined) throw new ServerFault(400, "invalid", "a date of the search cannot be read");
  return (stored) => compare(prefix, stored, asked);
}

function compare(prefix: string, stored: DateRange, asked: DateRange): boolean {
  const inside = stored.from >= asked.from && stored.until <= asked.until;
  switch (prefix) {
    case "ne":
      return !inside;
    case "gt":
      return stored.until > asked.until;
    case "ge":
      return stored.until > asked.until || inside;
    case "lt":
      return stored.from < asked.from;
    case "le":
      return stored.from < asked.from || inside;
    case "sa":
      return stored.from >= asked.until;
    case "eb":
      return stored.until <= asked.from;
    case "ap":
      return stored.until > asked.from - APPROXIMATE_MS && stored.from < asked.until + APPROXIMATE_MS;
    default:
      return inside;
  }
}
