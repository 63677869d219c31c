import type { SearchParameter, TypedValue } from "../../../catalogue/types.ts";
import { isJsonObject, JsonNumber } from "../../../kernel/json.ts";
import type { Shown } from "../record/shown.ts";
import { fold, stringsIn } from "./match-string.ts";
import { tokensIn } from "./match-token.ts";
import type { MatchContext } from "./value-test.ts";

/** `_sort` by one parameter. */
export interface SortBy {
  readonly parameter: SearchParameter;
  readonly descending: boolean;
}

/** Null sorts last in both directions: a record without the value, or with one that is masked. */
export type SortKey = number | string | null;

/** A match with what it is ordered by; `id` makes the order total. */
export interface Ordered {
  readonly keys: readonly SortKey[];
  readonly id: string;
}

const NO_KEYS: readonly SortKey[] = [];

/** The keys of a record as it is shown: the least of several values when ascending, else the greatest. */
export function sortKeys(
  shown: Pick<Shown, "resource">,
  sort: readonly SortBy[],
  context: MatchContext,
): readonly SortKey[] {
  if (sort.length === 0) return NO_KEYS;
  return sort.map(({ parameter, descending }) => {
    const keysOf = KEY_READERS[parameter.type];
    const keys = parameter.valuesIn(shown.resource).flatMap((value) => keysOf(value, descending, context));
    return keys.toSorted((a, b) => compareValues(a, b) * (descending ? -1 : 1))[0] ?? null;
  });
}

/** Orders matches by `_sort`, then by id. Total and independent of the order they came in. */
export function compareOrdered(a: Ordered, b: Ordered, sort: readonly SortBy[]): number {
  for (const [at, { descending }] of sort.entries()) {
    const order = compareKeys(a.keys[at] ?? null, b.keys[at] ?? null, descending);
    if (order !== 0) return order;
  }
  return compareValues(a.id, b.id);
}

function compareKeys(a: SortKey, b: SortKey, descending: boolean): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return compareValues(a, b) * (descending ? -1 : 1);
}

function compareValues(a: number | string, b: number | string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

type KeyReader = (
  value: TypedValue,
  descending: boolean,
  context: MatchContext,
) => readonly (number | string)[];

function dateKeys({ value }: TypedValue, descending: boolean, context: MatchContext): readonly number[] {
  const range = context.dates.rangeOf(value);
  return range === undefined ? [] : [descending ? range.high : range.low];
}

function numberKeys({ value }: TypedValue): readonly number[] {
  const number = isJsonObject(value) ? value["value"] : value;
  return number instanceof JsonNumber ? [number.valueOf()] : [];
}

function referenceKeys({ value }: TypedValue): readonly string[] {
  const literal = isJsonObject(value) ? value["reference"] : value;
  return typeof literal === "string" ? [literal] : [];
}

const KEY_READERS: Readonly<Record<SearchParameter["type"], KeyReader>> = {
  date: dateKeys,
  number: numberKeys,
  quantity: numberKeys,
  token: ({ datatype, value }) => tokensIn(datatype, value).map((token) => token.code),
  reference: referenceKeys,
  string: ({ datatype, value }) => stringsIn(datatype, value).map(fold),
  uri: ({ value }) => (typeof value === "string" ? [value] : []),
  composite: () => [],
  special: () => [],
};
