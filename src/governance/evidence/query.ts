import { canonicalJson } from "../../kernel/canonical-json.ts";
import type { SourceQuery } from "./types.ts";

/** Stands in the open for a parameter that is PHI. */
const SEALED = "sealed";

/** A source query as canonical JSON (RFC 8785), times as ISO 8601. */
export function canonicalQuery(query: SourceQuery): string {
  return canonicalJson(shown(query));
}

/** The same with its patient-linked parameters replaced by the word `sealed`. */
export function openQuery(query: SourceQuery): string {
  const { filters } = query;
  if (filters?.patient === undefined) return canonicalQuery(query);
  return canonicalQuery({ ...query, filters: { ...filters, patient: SEALED } });
}

/** Reads what `canonicalQuery` wrote. INVARIANT: only what was sealed by the store is read. */
export function queryIn(text: string): SourceQuery {
  const { asOf, filters, ...rest } = JSON.parse(text) as Written;
  const from = filters?.from === undefined ? {} : { from: Date.parse(filters.from) };
  return {
    ...rest,
    asOf: Date.parse(asOf),
    ...(filters === undefined ? {} : { filters: { ...filters, ...from } }),
  };
}

interface Written extends Omit<SourceQuery, "asOf" | "filters"> {
  readonly asOf: string;
  readonly filters?: Readonly<Record<string, string>>;
}

function shown({ asOf, filters, ...rest }: SourceQuery) {
  return {
    ...rest,
    asOf: new Date(asOf).toISOString(),
    ...(filters === undefined ? {} : { filters: shownFilters(filters) }),
  };
}

function shownFilters({ from, ...filters }: NonNullable<SourceQuery["filters"]>) {
  return { ...filters, ...(from === undefined ? {} : { from: new Date(from).toISOString() }) };
}
