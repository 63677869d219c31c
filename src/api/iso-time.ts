/** The first and last instants that ISO 8601 with a four-digit year can hold. */
const FIRST = Date.parse("0001-01-01T00:00:00Z");
const LAST = Date.parse("9999-12-31T23:59:59.999Z");

/** Milliseconds since 1970 as ISO 8601 in UTC; open ends are clamped to the years 0001 and 9999. */
export function isoTime(instant: number): string {
  return new Date(Math.min(Math.max(instant, FIRST), LAST)).toISOString();
}
