/** What an expression selects in an instance, with datatypes. */
import type { TypedValue } from "../types.ts";
import { isBaseOf, isResourceType, jsonMembers, jsonMembersOf, membersOf } from "../fhir-r4/definitions.ts";
import type { JsonObject, JsonValue } from "../../kernel/json.ts";
import { isJsonObject, JsonNumber } from "../../kernel/json.ts";
import { parseReference } from "../reference.ts";
import type { Comparison, Expression } from "./syntax.ts";

/**
 * Values the expression selects, in document order. Empty for a resource of another type.
 * What the definitions do not know is not selected.
 */
export function valuesOf(expression: Expression, resource: JsonObject): readonly TypedValue[] {
  const type = resource["resourceType"];
  if (typeof type !== "string" || !isResourceType(type)) return [];
  return evaluate(expression, {
    root: { datatype: type, value: resource },
    focus: [{ datatype: type, value: resource }],
  });
}

/** Values of a component expression below one value that a composite's expression selected. */
export function componentValues(
  expression: Expression,
  focus: TypedValue,
  resource: JsonObject,
): readonly TypedValue[] {
  const type = resource["resourceType"];
  if (typeof type !== "string") return [];
  return evaluate(expression, { root: { datatype: type, value: resource }, focus: [focus] });
}

interface Scope {
  readonly root: TypedValue;
  readonly focus: readonly TypedValue[];
}

function evaluate(expression: Expression, scope: Scope): readonly TypedValue[] {
  switch (expression.kind) {
    case "literal":
      return [literal(expression.value)];
    case "path":
      return expression.from === null
        ? start(expression.name, scope)
        : evaluate(expression.from, scope).flatMap((v) => member(v, expression.name));
    case "index":
      return evaluate(expression.from, scope).slice(expression.at, expression.at + 1);
    case "union":
      return [...evaluate(expression.left, scope), ...evaluate(expression.right, scope)];
    case "and":
      return [truth(isTrue(evaluate(expression.left, scope)) && isTrue(evaluate(expression.right, scope)))];
    case "or":
      return [truth(isTrue(evaluate(expression.left, scope)) || isTrue(evaluate(expression.right, scope)))];
    case "compare":
      return compare(
        expression.operator,
        evaluate(expression.left, scope),
        evaluate(expression.right, scope),
      );
    case "type":
      return ofType(expression.operator, evaluate(expression.from, scope), expression.type);
    case "call":
      return call(
        expression.name,
        expression.from === null ? scope.focus : evaluate(expression.from, scope),
        expression.argument,
        scope,
      );
    default:
      return expression satisfies never;
  }
}

function start(name: string, scope: Scope): readonly TypedValue[] {
  if (name === "%resource" || name === scope.root.datatype || isBaseOf(name, scope.root.datatype))
    return [scope.root];
  if (isResourceType(name)) return [];
  return scope.focus.flatMap((value) => member(value, name));
}

function member(from: TypedValue, name: string): readonly TypedValue[] {
  if (!isJsonObject(from.value)) return [];
  const definition = membersOf(from.datatype).get(name) ?? membersOf(from.datatype).get(`${name}[x]`);
  const json = definition === undefined ? [jsonMembersOf(from.datatype).get(name)] : jsonMembers(definition);
  const owner = from.value;
  return json.flatMap((known) =>
    known === undefined ? [] : itemsOf(owner, known.key).map((value) => typed(known.type, value)),
  );
}

function itemsOf(owner: JsonObject, key: string): readonly JsonValue[] {
  const value = Object.hasOwn(owner, key) ? owner[key] : undefined;
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter((item) => item !== null) : [value];
}

/** A resource inside a resource (`Bundle.entry.resource`) has the type it says. */
function typed(datatype: string, value: JsonValue): TypedValue {
  const inner = datatype === "Resource" && isJsonObject(value) ? value["resourceType"] : undefined;
  return { datatype: typeof inner === "string" ? inner : datatype, value };
}

function call(
  name: string,
  focus: readonly TypedValue[],
  argument: Expression | null,
  scope: Scope,
): readonly TypedValue[] {
  switch (name) {
    case "where":
      return argument === null
        ? []
        : focus.filter((value) => isTrue(evaluate(argument, { root: scope.root, focus: [value] })));
    case "as":
    case "ofType":
      return argument?.kind === "path" ? ofType("as", focus, argument.name) : [];
    case "exists":
      return [truth(call("where", focus, argument ?? TRUE, scope).length > 0)];
    case "resolve":
      return focus.map(resolved);
    case "extension":
      return extensions(focus, argument);
    default:
      return [];
  }
}

const TRUE: Expression = { kind: "literal", value: true };

/** What a link points to is known by type alone: nothing is fetched. `Resource` when even the type is not known. */
function resolved(reference: TypedValue): TypedValue {
  const target = isJsonObject(reference.value) ? parseReference(reference.value) : undefined;
  return { datatype: target?.type ?? "Resource", value: reference.value };
}

function ofType(operator: "as" | "is", values: readonly TypedValue[], type: string): readonly TypedValue[] {
  // A link of unknown type (`urn:uuid:…`) may be to anything, so `is` holds for it.
  const matches = (value: TypedValue): boolean =>
    value.datatype === type || (operator === "is" && value.datatype === "Resource");
  return operator === "as" ? values.filter(matches) : values.map((value) => truth(matches(value)));
}

function extensions(focus: readonly TypedValue[], argument: Expression | null): readonly TypedValue[] {
  if (argument?.kind !== "literal") return [];
  return focus
    .flatMap((value) => member(value, "extension"))
    .filter((extension) => isJsonObject(extension.value) && extension.value["url"] === argument.value);
}

function compare(
  operator: Comparison,
  left: readonly TypedValue[],
  right: readonly TypedValue[],
): readonly TypedValue[] {
  const [a, b] = [comparable(left), comparable(right)];
  // FHIRPath: a comparison with an empty operand is empty.
  if (a === undefined || b === undefined) return [];
  if (operator === "=") return [truth(a === b)];
  if (operator === "!=") return [truth(a !== b)];
  if (typeof a !== typeof b) return [];
  if (operator === "<") return [truth(a < b)];
  if (operator === "<=") return [truth(a <= b)];
  return [truth(operator === ">" ? a > b : a >= b)];
}

function comparable(values: readonly TypedValue[]): string | number | boolean | undefined {
  const value = values.length === 1 ? values[0]?.value : undefined;
  if (value instanceof JsonNumber) return Number(value.text);
  return typeof value === "string" || typeof value === "boolean" ? value : undefined;
}

function isTrue(values: readonly TypedValue[]): boolean {
  return values.length === 1 && values[0]?.value === true;
}

function truth(value: boolean): TypedValue {
  return { datatype: "boolean", value };
}

function literal(value: string | number | boolean): TypedValue {
  if (typeof value === "number") return { datatype: "integer", value: new JsonNumber(String(value)) };
  return { datatype: typeof value === "boolean" ? "boolean" : "string", value };
}
