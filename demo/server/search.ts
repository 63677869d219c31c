import { isJsonObject, JsonNumber } from "../../src/kernel/json.ts";
import type { JsonValue } from "../../src/kernel/json.ts";
import { parseReference } from "../../src/catalogue/reference.ts";
import { rangeOfValue, testOf } from "./matching.ts";
import type { Filter, Query, SortKey } from "./query.ts";
import type { ResourceStore, Stored } from "./resource-store.ts";

/** Every resource that the query matches, sorted; pages are cut by the caller. */
export function search(store: ResourceStore, query: Query): readonly Stored[] {
  const narrowest = narrow(store, query);
  const tests = query.filters
    .filter((filter) => filter !== narrowest.by)
    .map((filter) => ({ filter, test: testOf(filter) }));
  const matches = narrowest.candidates.filter((stored) =>
    tests.every(({ filter, test }) => test(store.valuesOf(filter.parameter, stored))),
  );
  return query.sort.length === 0 ? matches : sorted(store, matches, query.sort);
}

/** Candidates by `_id` or by the first reference filter; the filter is then answered in full. */
function narrow(
  store: ResourceStore,
  query: Query,
): { readonly candidates: readonly Stored[]; readonly by: Filter | null } {
  const byId = query.filters.find(({ parameter, modifier }) => parameter.code === "_id" && modifier === null);
  if (byId !== undefined) {
    const found = byId.values
      .map((id) => store.read(query.type, id))
      .filter((stored) => stored !== undefined);
    return { candidates: inOrder(found), by: byId };
  }
  const exact = query.filters.filter((filter) => targetsOf(filter) !== undefined);
  // The index by patient is there; another would have to be built over all records of the type.
  const byReference = exact.find(({ parameter }) => parameter.code === "patient") ?? exact[0];
  const targets = byReference === undefined ? undefined : targetsOf(byReference);
  if (byReference === undefined || targets === undefined)
    return { candidates: store.ofType(query.type), by: null };
  const found = targets.flatMap((target) => store.pointingTo(query.type, byReference.parameter, target));
  return { candidates: inOrder(found), by: byReference };
}

/** Exact targets of a reference filter; undefined when one of them does not say which type it is. */
function targetsOf({ parameter, modifier, values }: Filter): readonly string[] | undefined {
  if (parameter.type !== "reference" || modifier === "missing" || modifier === "not") return undefined;
  const onlyType = modifier ?? (parameter.target.length === 1 ? parameter.target[0] : undefined);
  const assumed = onlyType ?? (parameter.code === "patient" ? "Patient" : undefined);
  const targets = values.map((value) => {
    const parsed = parseReference({ reference: value });
    if (parsed?.type !== undefined) return `${parsed.type}/${parsed.id}`;
    return assumed === undefined ? undefined : `${assumed}/${value}`;
  });
  return targets.every((target) => target !== undefined) ? targets : undefined;
}

function inOrder(found: readonly Stored[]): readonly Stored[] {
  return [...new Set(found)].toSorted((a, b) => a.order - b.order);
}

function sorted(
  store: ResourceStore,
  matches: readonly Stored[],
  keys: readonly SortKey[],
): readonly Stored[] {
  const ranked = matches.map((stored) => ({ stored, ranks: keys.map((key) => rankOf(store, stored, key)) }));
  ranked.sort((a, b) => {
    for (const [index, key] of keys.entries()) {
      const order = compareRanks(a.ranks[index], b.ranks[index]);
      if (order !== 0) return key.descending ? -order : order;
    }
    return a.stored.order - b.stored.order;
  });
  return ranked.map(({ stored }) => stored);
}

type Rank = string | number | undefined;

function rankOf(store: ResourceStore, stored: Stored, { parameter }: SortKey): Rank {
  const value = store.valuesOf(parameter, stored)[0]?.value;
  if (value === undefined) return undefined;
  if (parameter.type === "date") return rangeOfValue(value)?.from;
  return firstText(value);
}

function firstText(value: JsonValue): Rank {
  if (typeof value === "string") return value.toLowerCase();
  if (value instanceof JsonNumber) return value.valueOf();
  if (Array.isArray(value)) return value[0] === undefined ? undefined : firstText(value[0]);
  if (!isJsonObject(value)) return undefined;
  const member =
    value["family"] ??
    value["text"] ??
    value["code"] ??
    value["value"] ??
    value["reference"] ??
    value["coding"];
  return member === undefined ? undefined : firstText(member);
}

/** What has no value comes last. */
function compareRanks(a: Rank, b: Rank): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
