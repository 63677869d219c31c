import type { Reason } from "../../../decision/types.ts";
import { err, ok } from "../../../kernel/result.ts";
import type { Result } from "../../../kernel/result.ts";
import { because } from "../reasons.ts";
import { compilePath, faultReason } from "./compile-condition.ts";
import type { Condition } from "./condition.ts";
import { parseFilterExpression } from "./filter-expression.ts";
import type { FilterExpression } from "./filter-expression.ts";
import { compileOperator } from "./filter-operator.ts";
import { permittedParameter } from "./permitted-parameter.ts";
import type { PlanScope } from "./permitted-parameter.ts";

/** Compiles `_filter` for records of a type: the same parameters as elsewhere, each judged as if it were asked directly. */
export function compileExpression(scope: PlanScope, type: string, text: string): Result<Condition, Reason> {
  const expression = parseFilterExpression(text);
  if (expression === undefined) return err(because("parameter_invalid", "`_filter`"));
  return conditionOf(scope, type, expression);
}

function conditionOf(
  scope: PlanScope,
  type: string,
  expression: FilterExpression,
): Result<Condition, Reason> {
  if (expression.kind === "test") return testOf(scope, type, expression);
  if (expression.kind === "not") {
    const of = conditionOf(scope, type, expression.of);
    return of.ok ? ok({ kind: "not", of: of.value }) : of;
  }
  const parts: Condition[] = [];
  for (const part of expression.of) {
    const compiled = conditionOf(scope, type, part);
    if (!compiled.ok) return compiled;
    parts.push(compiled.value);
  }
  return ok({ kind: expression.kind === "and" ? "every" : "some", of: parts });
}

function testOf(
  scope: PlanScope,
  type: string,
  { path, operator, value }: Extract<FilterExpression, { readonly kind: "test" }>,
): Result<Condition, Reason> {
  return compilePath(scope, type, path, (end, code) => {
    const parameter = permittedParameter(scope, end, code);
    if (!parameter.ok) return parameter;
    const filter = compileOperator(parameter.value, operator, value, scope.match);
    return filter.ok
      ? ok({ kind: "filter", filter: filter.value })
      : err(faultReason(filter.error, code, null));
  });
}
