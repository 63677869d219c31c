import type { SearchParameter } from "../../../catalogue/types.ts";
import type { Reason } from "../../../decision/types.ts";
import { err, ok } from "../../../kernel/result.ts";
import type { Result } from "../../../kernel/result.ts";
import type { QueryPair } from "../query.ts";
import { because } from "../reasons.ts";
import { mayBeAsked } from "./candidates.ts";
import type { SearchLimits } from "./candidates.ts";
import { referrersOf } from "./condition.ts";
import { planIncludes } from "./include.ts";
import type { Include } from "./include.ts";
import { isPermittedType, typeRefused } from "./permitted-parameter.ts";
import { planSearch } from "./plan.ts";
import type { SearchPlan } from "./plan.ts";
import { readResultParameters } from "./result-parameters.ts";
import type { ResultParameters } from "./result-parameters.ts";
import type { Scopes } from "./scopes.ts";

/** A type that is searched, and what the path says of its records beside the parameters: whose they are. */
export interface TypeAsk {
  readonly type: string;
  readonly within: readonly QueryPair[];
}

/** A whole question that policy permits, before anything is asked of the upstream. */
export interface QuestionPlan {
  /** One for each type, in the order asked. */
  readonly plans: readonly SearchPlan[];
  readonly includes: readonly Include[];
  readonly result: ResultParameters;
}

/** Compiles a question over one type or several, or says why policy refuses it. */
export function planQuestion(
  scopes: Scopes,
  types: readonly TypeAsk[],
  pairs: readonly QueryPair[],
  limits: SearchLimits,
): Result<QuestionPlan, Reason> {
  const refused = types.find(({ type }) => !isPermittedType(scopes.plan, type));
  if (refused !== undefined) return err(typeRefused(scopes.plan, refused.type));
  const result = readResultParameters(pairs);
  if (!result.ok) return result;
  const plans: SearchPlan[] = [];
  for (const { type, within } of types) {
    const asked = { pairs: [...within, ...pairs], sort: result.value.sort };
    const plan = planSearch(scopes.plan, type, asked, limits);
    if (!plan.ok) return plan;
    plans.push(plan.value);
  }
  const names = types.map(({ type }) => type);
  const includes = planIncludes(scopes.plan, names, pairs);
  if (!includes.ok) return includes;
  if (includes.value.length > 0 && result.value.subset.kind === "text")
    return err(because("parameter_invalid", "`_include` does not go with `_summary` of text"));
  const question: QuestionPlan = { plans, includes: includes.value, result: result.value };
  return isWithinBudget(question, scopes) ? ok(question) : err(because("scan_budget_exceeded"));
}

/** Relation facts alone say whether a reverse sub-query scans more patients than one search may. */
function isWithinBudget({ plans, includes }: QuestionPlan, scopes: Scopes): boolean {
  const reverse = includes.flatMap(({ direction, source, reference }) =>
    direction === "reverse" ? [[source, reference] as const] : [],
  );
  const referrers: readonly (readonly [string, SearchParameter])[] = [
    ...reverse,
    ...referrersOf(plans.flatMap(({ joins }) => joins)),
  ];
  return referrers.every(([type, reference]) => mayBeAsked(reference, scopes.candidatesOf(type)));
}
