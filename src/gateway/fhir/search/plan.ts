import { codeOf, DROP } from "../../../catalogue/transforms.ts";
import type { TransformVector } from "../../../catalogue/transforms.ts";
import type { Catalogue, SearchParameter } from "../../../catalogue/types.ts";
import type { Reason } from "../../../decision/types.ts";
import { err, ok } from "../../../kernel/result.ts";
import type { Result } from "../../../kernel/result.ts";
import type { QueryPair } from "../query.ts";
import { because } from "../reasons.ts";
import { compileFilter, hasRule } from "./filter.ts";
import type { Filter, FilterFault } from "./filter.ts";
import { isResultParameter, readResultParameters } from "./result-parameters.ts";
import type { ResultParameters } from "./result-parameters.ts";
import type { SortBy } from "./sort.ts";
import type { MatchContext } from "./value-test.ts";

/** A search that policy permits, compiled; what it finds is not known yet. */
export interface SearchPlan {
  readonly type: string;
  readonly filters: readonly Filter[];
  readonly sort: readonly SortBy[];
  readonly result: ResultParameters;
}

/** What a parameter is judged against. INVARIANT: nothing here comes from records, so a refusal tells nothing about them. */
export interface PlanScope {
  readonly catalogue: Catalogue;
  readonly type: string;
  /** Upper bound of what the decision gives of the type. */
  readonly granted: TransformVector;
  readonly match: MatchContext;
}

const MASK = codeOf("mask");
/** Names of the standard that make a sub-query of their own, and have no rule yet. */
const SUBQUERIES: ReadonlySet<string> = new Set([
  "_include",
  "_revinclude",
  "_has",
  "_contained",
  "_containedType",
]);

/** Compiles a query, or says why policy refuses it. The first parameter that is refused gives the reason. */
export function planSearch(scope: PlanScope, pairs: readonly QueryPair[]): Result<SearchPlan, Reason> {
  const filters: Filter[] = [];
  for (const [name, value] of pairs) {
    if (isResultParameter(name)) continue;
    const filter = filterOf(scope, name, value);
    if (!filter.ok) return filter;
    filters.push(filter.value);
  }
  const result = readResultParameters(pairs);
  if (!result.ok) return result;
  const sort: SortBy[] = [];
  for (const text of result.value.sort) {
    const descending = text.startsWith("-");
    const parameter = permittedParameter(scope, descending ? text.slice(1) : text);
    if (!parameter.ok) return parameter;
    sort.push({ parameter: parameter.value, descending });
  }
  return ok({ type: scope.type, filters, sort, result: result.value });
}

function filterOf(scope: PlanScope, name: string, value: string): Result<Filter, Reason> {
  const [code = "", modifier = null, ...rest] = name.split(":");
  if (SUBQUERIES.has(code)) return err(because("result_parameter_not_supported", quoted(code)));
  if (name.includes("."))
    return err(because("interaction_not_supported", "a chained parameter asks about other records"));
  const parameter = permittedParameter(scope, code);
  if (!parameter.ok) return parameter;
  if (rest.length > 0 || modifier === "") return err(because("parameter_invalid", quoted(code)));
  const filter = compileFilter(parameter.value, modifier, value, scope.match);
  return filter.ok ? filter : err(faultReason(filter.error, code, modifier));
}

/** The parameter, when its footprint can be derived and the decision gives some of it in a form that can be compared. */
function permittedParameter(
  { catalogue, type, granted }: PlanScope,
  code: string,
): Result<SearchParameter, Reason> {
  const parameter = catalogue.searchParameter(type, code);
  if (parameter === undefined) return err(unknownParameter(code));
  if (parameter.footprint === undefined) return err(because("parameter_not_derivable", quoted(code)));
  if (!hasRule(parameter.type)) {
    return err(
      because(
        "parameter_not_derivable",
        `${quoted(code)} is a ${parameter.type} parameter, which has no rule`,
      ),
    );
  }
  if (parameter.structural) return ok(parameter);
  const elements = parameter.elements ?? [];
  if (elements.some((element) => isComparable(granted[element]))) return ok(parameter);
  const names = elements.flatMap((element) => catalogue.elements[element]?.id ?? []);
  const reads =
    names.length === 0 ? "what no data element covers" : names.map((id) => `\`${id}\``).join(", ");
  return err(because("parameter_not_permitted", `${quoted(code)} reads ${reads}`));
}

/** A masked value never matches, so a filter over masks alone would only seem to find nothing. */
function isComparable(transform: number | undefined): boolean {
  return transform !== undefined && transform !== DROP && transform !== MASK;
}

function unknownParameter(code: string): Reason {
  return because(code.startsWith("_") ? "result_parameter_not_supported" : "parameter_unknown", quoted(code));
}

function faultReason(fault: FilterFault, code: string, modifier: string | null): Reason {
  if (fault === "value_invalid") return because("parameter_invalid", quoted(code));
  const added = modifier === null ? "" : ` with the modifier ${quoted(modifier)}`;
  return because("parameter_not_derivable", `${quoted(code)}${added}`);
}

/** What the caller typed is repeated only when it can be a name of the standard: values may be PHI. */
function quoted(name: string): string {
  return /^[A-Za-z_][A-Za-z-]{0,40}$/.test(name) ? `\`${name}\`` : "a name that is none";
}
