import type { DerivedParameter } from "../../src/catalogue/search-parameter.ts";
import { ServerFault } from "./faults.ts";
import type { ResourceStore } from "./resource-store.ts";

/** One filter: repeated filters are joined by AND, the values of one by OR (FHIR R4 search, §3.1.1.3). */
export interface Filter {
  readonly parameter: DerivedParameter;
  readonly modifier: string | null;
  readonly values: readonly string[];
}

export interface SortKey {
  readonly parameter: DerivedParameter;
  readonly descending: boolean;
}

export interface Query {
  readonly type: string;
  readonly filters: readonly Filter[];
  readonly sort: readonly SortKey[];
  readonly count: number;
  readonly total: boolean;
  /** `_summary=count`: the number alone. */
  readonly countOnly: boolean;
}

const DEFAULT_COUNT = 100;
const MOST_COUNT = 1_000;
/** Accepted and without effect: this server always sends whole resources as JSON. */
const WITHOUT_EFFECT = new Set(["_format", "_pretty", "_elements", "_contained"]);

/** Reads search parameters. Faults with 400 on what the server does not know, as a strict server does. */
export function parseQuery(store: ResourceStore, type: string, parameters: URLSearchParams): Query {
  const filters = [...parameters]
    .filter(([name]) => !isResultParameter(name))
    .map(([name, value]) => filterOf(store, type, name, value));
  const summary = parameters.get("_summary");
  return {
    type,
    filters,
    sort: sortOf(store, type, parameters.get("_sort")),
    count: countOf(parameters.get("_count")),
    total: parameters.get("_total") !== "none",
    countOnly: summary === "count" || parameters.get("_count") === "0",
  };
}

function isResultParameter(name: string): boolean {
  return (
    WITHOUT_EFFECT.has(name) ||
    name === "_sort" ||
    name === "_count" ||
    name === "_total" ||
    name === "_summary"
  );
}

function filterOf(store: ResourceStore, type: string, name: string, value: string): Filter {
  const [code = "", modifier = null] = name.split(":", 2);
  const parameter = store.parameter(type, code);
  if (parameter === undefined || parameter.footprint === undefined) {
    throw new ServerFault(
      400,
      "not-supported",
      `the search parameter \`${code}\` is not known for \`${type}\``,
    );
  }
  return { parameter, modifier, values: splitValues(value) };
}

/** Values are separated by commas; `\,` is a comma of the value itself. */
export function splitValues(text: string): string[] {
  const parts = text.match(/(?:\\.|[^,\\])+/g) ?? [];
  return parts.map((part) => part.replaceAll(/\\([,$|\\])/g, "$1"));
}

function sortOf(store: ResourceStore, type: string, text: string | null): SortKey[] {
  if (text === null || text === "") return [];
  return text.split(",").map((key) => {
    const code = key.replace(/^-/, "");
    const parameter = store.parameter(type, code);
    if (parameter === undefined)
      throw new ServerFault(400, "not-supported", `cannot sort \`${type}\` by \`${code}\``);
    return { parameter, descending: key.startsWith("-") };
  });
}

function countOf(text: string | null): number {
  if (text === null) return DEFAULT_COUNT;
  if (!/^\d{1,6}$/.test(text)) throw new ServerFault(400, "invalid", "`_count` is not a whole number");
  return Math.min(Number(text), MOST_COUNT);
}
