import type { SearchParameter } from "../../../catalogue/types.ts";
import type { Reason } from "../../../decision/types.ts";
import { err, ok } from "../../../kernel/result.ts";
import type { Result } from "../../../kernel/result.ts";
import { because } from "../reasons.ts";
import type { Condition } from "./condition.ts";
import { compileFilter } from "./filter.ts";
import type { FilterFault } from "./filter.ts";
import {
  isPermittedType,
  mayReferTo,
  permittedParameter,
  permittedReference,
  quoted,
  typeRefused,
} from "./permitted-parameter.ts";
import type { PlanScope } from "./permitted-parameter.ts";

type Compiled = Result<Condition, Reason>;

/** Compiles the name that a chain ends with, under the type that it leads to. */
export type CompileEnd = (type: string, name: string) => Compiled;

/** Compiles `name=value` for records of a type: a filter, or one at the end of chains. */
export function compileCondition(scope: PlanScope, type: string, name: string, value: string): Compiled {
  return compilePath(scope, type, name, (end, last) => compileDirect(scope, end, last, value));
}

/**
 * Compiles the way to a parameter: by none, by a chain (`subject:Patient.name`, FHIR R4 search, 3.1.1.4.13) or by a
 * reverse chain (`_has:Observation:patient:code`, 3.1.1.4.14), each of any depth.
 * Every parameter on the way is judged by the type it is asked of, as if it were asked directly.
 */
export function compilePath(scope: PlanScope, type: string, name: string, end: CompileEnd): Compiled {
  if (name.startsWith("_has:")) return compileHas(scope, type, name, end);
  const dot = name.indexOf(".");
  if (dot === -1) return end(type, name);
  return compileChain(scope, type, [name.slice(0, dot), name.slice(dot + 1)], end);
}

/** `_has:Type:reference:rest`. */
function compileHas(scope: PlanScope, type: string, name: string, end: CompileEnd): Compiled {
  const [, source = "", code = "", ...rest] = name.split(":");
  if (rest.length === 0 || rest[0] === "")
    return err(because("parameter_invalid", "`_has` names a type, a reference and a parameter"));
  if (!isPermittedType(scope, source)) return err(typeRefused(scope, source));
  const reference = permittedReference(scope, source, code);
  if (!reference.ok) return reference;
  if (!mayReferTo(reference.value, type)) return err(refersElsewhere(code, type));
  const of = compilePath(scope, source, rest.join(":"), end);
  return of.ok ? ok({ kind: "has", type: source, reference: reference.value, of: of.value }) : of;
}

/** `reference` or `reference:Type`, and what is asked of the records it refers to. */
function compileChain(
  scope: PlanScope,
  type: string,
  [head, rest]: readonly [string, string],
  end: CompileEnd,
): Compiled {
  const [code = "", named, ...more] = head.split(":");
  if (more.length > 0) return err(because("parameter_invalid", quoted(code)));
  const reference = permittedReference(scope, type, code);
  if (!reference.ok) return reference;
  const target = targetOf(scope, reference.value, named);
  if (!target.ok) return target;
  const of = compilePath(scope, target.value, rest, end);
  if (!of.ok) return of;
  return ok({ kind: "chain", type: target.value, reference: reference.value, of: of.value });
}

/** The type named; else the only one the reference can lead to, of those that policy gives anything of. */
function targetOf(
  scope: PlanScope,
  parameter: SearchParameter,
  named: string | undefined,
): Result<string, Reason> {
  const { code, target } = parameter;
  if (named !== undefined) {
    if (!isPermittedType(scope, named)) return err(typeRefused(scope, named));
    return mayReferTo(parameter, named) ? ok(named) : err(refersElsewhere(code, named));
  }
  const given = target.filter((type) => isPermittedType(scope, type));
  const [first, second] = given;
  if (first === undefined && target[0] !== undefined) return err(typeRefused(scope, target[0]));
  if (first === undefined || second !== undefined)
    return err(because("parameter_invalid", `${quoted(code)} can refer to several types; name one`));
  return ok(first);
}

/** `code` or `code:modifier`. */
function compileDirect(scope: PlanScope, type: string, name: string, value: string): Compiled {
  const [code = "", modifier = null, ...rest] = name.split(":");
  const parameter = permittedParameter(scope, type, code);
  if (!parameter.ok) return parameter;
  if (rest.length > 0 || modifier === "") return err(because("parameter_invalid", quoted(code)));
  const filter = compileFilter(parameter.value, modifier, value, scope.match);
  return filter.ok
    ? ok({ kind: "filter", filter: filter.value })
    : err(faultReason(filter.error, code, modifier));
}

/** The reason that stands for a value or a modifier without a test. */
export function faultReason(fault: FilterFault, code: string, modifier: string | null): Reason {
  if (fault === "value_invalid") return because("parameter_invalid", quoted(code));
  const added = modifier === null ? "" : ` with the modifier ${quoted(modifier)}`;
  return because("parameter_not_derivable", `${quoted(code)}${added}`);
}

function refersElsewhere(code: string, type: string): Reason {
  return because("parameter_invalid", `${quoted(code)} does not refer to ${quoted(type)}`);
}
