/** FHIR R4 search, 3.1.1.4.1 "Prefixes" of number, date and quantity. */
export type Prefix = "eq" | "ne" | "gt" | "lt" | "ge" | "le" | "sa" | "eb" | "ap";

const PREFIXED = /^(eq|ne|gt|lt|ge|le|sa|eb|ap)(?=[-+0-9.])/;

/** `ge2020` to `["ge", "2020"]`; without a prefix it is `eq`. */
export function splitPrefix(text: string): readonly [Prefix, string] {
  const prefix = PREFIXED.exec(text)?.[1];
  return prefix === undefined ? ["eq", text] : [prefix as Prefix, text.slice(2)];
}

/** A half-open range [low, high) of anything that can be compared; a point has low = high. */
export interface Range<T> {
  readonly low: T;
  readonly high: T;
}

/**
 * Compares the range of a value in the record with the range that was asked for. `exact` is the asked range
 * without its implicit precision; for dates it is the same range. `about` is the asked range widened, for `ap`.
 */
type Comparison = <T extends number | bigint>(
  value: Range<T>,
  asked: Range<T>,
  exact: Range<T>,
  about: Range<T>,
) => boolean;

/** What each prefix means for two ranges. */
export const COMPARISONS: Readonly<Record<Prefix, Comparison>> = {
  eq: (value, asked) => contains(asked, value),
  ne: (value, asked) => !contains(asked, value),
  gt: (value, _, exact) => reachesAbove(value, exact),
  lt: (value, _, exact) => value.low < exact.low,
  ge: (value, _, exact) => reachesAbove(value, exact) || contains(exact, value),
  le: (value, _, exact) => value.low < exact.low || contains(exact, value),
  sa: (value, _, exact) => startsAfter(value, exact),
  eb: (value, _, exact) => endsBefore(value, exact),
  ap: (value, _, __, about) => !startsAfter(value, about) && !endsBefore(value, about),
};

function isPoint<T>(range: Range<T>): boolean {
  return range.low === range.high;
}

function contains<T extends number | bigint>(outer: Range<T>, inner: Range<T>): boolean {
  if (isPoint(inner) && !isPoint(outer)) return outer.low <= inner.low && inner.low < outer.high;
  return outer.low <= inner.low && inner.high <= outer.high;
}

function reachesAbove<T extends number | bigint>(value: Range<T>, exact: Range<T>): boolean {
  return isPoint(value) && !isPoint(exact) ? value.low >= exact.high : value.high > exact.high;
}

function startsAfter<T extends number | bigint>(value: Range<T>, exact: Range<T>): boolean {
  return isPoint(exact) ? value.low > exact.low : value.low >= exact.high;
}

function endsBefore<T extends number | bigint>(value: Range<T>, exact: Range<T>): boolean {
  return isPoint(value) ? value.high < exact.low : value.high <= exact.low;
}
