import type { SearchParameter } from "../../../catalogue/types.ts";
import { AppError } from "../../../kernel/errors.ts";
import type { JsonObject, JsonValue } from "../../../kernel/json.ts";
import type { Shown } from "../record/shown.ts";
import { batches, goesUpstream, neighborQueries } from "./candidates.ts";
import type { CandidateScope } from "./candidates.ts";
import { holdingAll } from "./filter.ts";
import type { Filter } from "./filter.ts";
import { shownRecords } from "./shown-records.ts";
import type { Viewer } from "./shown-records.ts";

/**
 * The visible records around others, asked in batches and judged one by one. One serves one request: it remembers
 * what it has asked by id. Each method throws AppError of the upstream.
 */
export interface Neighbors {
  /** The visible ones of these records. */
  byIds(type: string, ids: readonly string[]): Promise<readonly Shown[]>;
  /** Visible records of a type that refer, as they are shown, to one of these. */
  referring(type: string, to: Referring): Promise<readonly Shown[]>;
}

/** What is looked for among the records of a type. */
export interface Referring {
  readonly reference: SearchParameter;
  /** `Type/id`, any of them. */
  readonly refs: readonly string[];
  /** Only those that these hold on are of use; where one may go upstream, the others are not sent. */
  readonly narrowing: readonly Filter[];
}

/** `scopeOf` gives what policy, caller and relation facts say about a type. */
export function createNeighbors(viewer: Viewer, scopeOf: (type: string) => CandidateScope): Neighbors {
  const known = new Map<string, Shown | null>();
  const ask = async (
    type: string,
    parameter: SearchParameter,
    values: readonly string[],
    narrowing: readonly Filter[],
  ): Promise<readonly Shown[]> => {
    const scope = scopeOf(type);
    const all = filterOf(parameter, values, viewer.steps, scope);
    // What does not go upstream reads every candidate, however few are named: that is done once.
    const parts = goesUpstream(type, all, scope)
      ? batches(values, scope.limits.batch).map((batch) => filterOf(parameter, batch, viewer.steps, scope))
      : [all];
    const asked = parts.map((filter) => selected(viewer, type, [filter, ...narrowing], scope));
    return values.length === 0 ? [] : (await Promise.all(asked)).flat();
  };
  return {
    byIds: async (type, ids) => {
      const refs = [...new Set(ids)].map((id) => ({ id, ref: `${type}/${id}` }));
      const parameter = scopeOf(type).catalogue.searchParameter(type, "_id");
      const missing = refs.filter(({ ref }) => !known.has(ref)).map(({ id }) => id);
      if (parameter !== undefined && missing.length > 0) {
        const found = new Map(
          (await ask(type, parameter, missing, [])).map((shown) => [shown.id, shown] as const),
        );
        for (const id of missing) known.set(`${type}/${id}`, found.get(id) ?? null);
      }
      return refs.map(({ ref }) => known.get(ref) ?? null).filter((shown) => shown !== null);
    },
    referring: (type, { reference, refs, narrowing }) => ask(type, reference, [...new Set(refs)], narrowing),
  };
}

async function selected(
  viewer: Viewer,
  type: string,
  filters: readonly [Filter, ...Filter[]],
  scope: CandidateScope,
): Promise<readonly Shown[]> {
  const queries = neighborQueries(type, filters, scope);
  // Policy and relation facts settle it, so that it was refused before anything was asked.
  if (!queries.ok) throw new AppError("internal", "a sub-query goes beyond the scan budget");
  const found: Shown[] = [];
  for (const query of queries.value)
    for await (const chunk of shownRecords(viewer, type, query))
      found.push(...holdingAll(chunk, filters, viewer.steps.matches));
  return found;
}

/** One of these ids, or a reference to one of these records. */
function filterOf(
  parameter: SearchParameter,
  values: readonly string[],
  steps: Viewer["steps"],
  { match }: CandidateScope,
): Filter {
  const named = new Set(values);
  const found = (resource: JsonObject): readonly (JsonValue | undefined)[] =>
    parameter.code === "_id" ? [resource["id"]] : steps.references(resource, parameter, match);
  const matches = (resource: JsonObject): boolean =>
    found(resource).some((value) => typeof value === "string" && named.has(value));
  return { parameter, modifier: null, alternatives: values, matches };
}
