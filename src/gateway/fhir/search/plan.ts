import type { Reason } from "../../../decision/types.ts";
import { err, ok } from "../../../kernel/result.ts";
import type { Result } from "../../../kernel/result.ts";
import type { QueryPair } from "../query.ts";
import { because } from "../reasons.ts";
import { compileCondition } from "./compile-condition.ts";
import { compileExpression } from "./compile-expression.ts";
import { comparisonsOf, joinsOf } from "./condition.ts";
import type { Condition } from "./condition.ts";
import type { Filter } from "./filter.ts";
import { isInclude } from "./include.ts";
import { permittedParameter, quoted } from "./permitted-parameter.ts";
import type { PlanScope } from "./permitted-parameter.ts";
import { isResultParameter } from "./result-parameters.ts";
import type { SortBy } from "./sort.ts";

/** The search of one type that policy permits, compiled; what it finds is not known yet. */
export interface SearchPlan {
  readonly type: string;
  /** Conjuncts over the record alone. */
  readonly filters: readonly Filter[];
  /** The other conjuncts: they ask about other records too, or hold one of several conditions. */
  readonly joins: readonly Condition[];
  readonly sort: readonly SortBy[];
}

/** What is asked of one type. */
export interface PlanQuestion {
  readonly pairs: readonly QueryPair[];
  /** As written, `-date`; see ResultParameters. */
  readonly sort: readonly string[];
}

/** What one search may cost. */
export interface PlanLimits {
  /** Alternatives, conjuncts and sort keys of one search: each is compared with every candidate. */
  readonly comparisons: number;
}

/** Sub-queries of one search. */
const MOST_JOINS = 12;

/** Compiles a query, or says why policy refuses it. The first parameter that is refused gives the reason. */
export function planSearch(
  scope: PlanScope,
  type: string,
  { pairs, sort: keys }: PlanQuestion,
  limits: PlanLimits,
): Result<SearchPlan, Reason> {
  const filters: Filter[] = [];
  const joins: Condition[] = [];
  for (const [name, value] of pairs) {
    if (isResultParameter(name) || isInclude(name)) continue;
    const condition =
      name === "_filter" ? compileExpression(scope, type, value) : compileCondition(scope, type, name, value);
    if (!condition.ok) return condition;
    for (const one of conjunctsOf(condition.value))
      if (one.kind === "filter") filters.push(one.filter);
      else joins.push(one);
  }
  const sort = sortOf(scope, type, keys);
  if (!sort.ok) return sort;
  const plan: SearchPlan = { type, filters, joins, sort: sort.value };
  const excess = excessOf(plan, limits);
  return excess === null ? ok(plan) : err(because("bad_request", excess));
}

/** Conjuncts that stand alone may narrow the candidates. */
function conjunctsOf(condition: Condition): readonly Condition[] {
  return condition.kind === "every" ? condition.of.flatMap(conjunctsOf) : [condition];
}

function sortOf(scope: PlanScope, type: string, keys: readonly string[]): Result<readonly SortBy[], Reason> {
  const sort: SortBy[] = [];
  for (const text of keys) {
    const descending = text.startsWith("-");
    const code = descending ? text.slice(1) : text;
    const parameter = permittedParameter(scope, type, code);
    if (!parameter.ok) return parameter;
    if (parameter.value.type === "composite")
      return err(because("parameter_not_derivable", `${quoted(code)} has no order`));
    sort.push({ parameter: parameter.value, descending });
  }
  return ok(sort);
}

function excessOf({ filters, joins, sort }: SearchPlan, { comparisons }: PlanLimits): string | null {
  const compared = filters.reduce((count, { alternatives }) => count + alternatives.length, sort.length);
  if (compared + comparisonsOf(joins) > comparisons) return `more than ${comparisons} values are asked for`;
  if (joinsOf(joins) > MOST_JOINS) return `more than ${MOST_JOINS} chains are asked for`;
  return null;
}
