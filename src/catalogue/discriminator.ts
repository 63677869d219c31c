/** Tests such as `[system=http://…]` that pick the items of a list, or the resources, an element owns. */
import type { JsonValue } from "../kernel/json.ts";
import { isJsonObject, JsonNumber } from "../kernel/json.ts";
import type { Result } from "../kernel/result.ts";
import { err, ok } from "../kernel/result.ts";

export interface Discriminator {
  /** As written, brackets included; equal texts are the same variant. */
  readonly text: string;
  /** The members each condition reads, as paths below the item. */
  readonly reads: readonly (readonly string[])[];
  /** All must hold. */
  readonly conditions: readonly Condition[];
  /** True when every condition holds. False for anything that is not an object. */
  matches(item: JsonValue): boolean;
}

export interface Condition {
  readonly path: readonly string[];
  /** One of them must be a value at the path. */
  readonly values: ReadonlySet<string>;
}

/**
 * Parses `[path=value,value]`, one or more; all must hold.
 * A value is a code or text, or `system|code` where the path ends at a Coding.
 */
export function parseDiscriminators(brackets: string): Result<Discriminator, string> {
  const conditions: Condition[] = [];
  for (const inner of brackets.slice(1, -1).split("][")) {
    const condition = parseCondition(inner);
    if (condition === undefined) return err(`\`[${inner}]\` is not a test \`[path=value]\``);
    conditions.push(condition);
  }
  return ok({
    text: brackets,
    reads: conditions.map((condition) => condition.path),
    conditions,
    matches: (item) => conditions.every((condition) => holds(condition, item)),
  });
}

function parseCondition(inner: string): Condition | undefined {
  const at = inner.indexOf("=");
  const path = inner.slice(0, Math.max(0, at)).split(".");
  const values = inner.slice(at + 1).split(",");
  if (
    at < 0 ||
    path.some((name) => !/^[A-Za-z]\w*$/.test(name)) ||
    values.some((value) => value.trim() !== value || value === "")
  ) {
    return undefined;
  }
  return { path, values: new Set(values) };
}

function holds(condition: Condition, item: JsonValue): boolean {
  return valuesAt(item, condition.path).some((value) => condition.values.has(value));
}

/** Texts at a path, through every list on the way; a Coding gives `system|code`. */
function valuesAt(value: JsonValue | undefined, path: readonly string[]): string[] {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).flatMap((item) => valuesAt(item, path));
  if (path.length > 0)
    return isJsonObject(value) ? valuesAt(ownMember(value, path[0] ?? ""), path.slice(1)) : [];
  if (typeof value === "string") return [value];
  if (typeof value === "boolean") return [String(value)];
  if (value instanceof JsonNumber) return [value.text];
  if (isJsonObject(value) && typeof value["code"] === "string")
    return [`${asText(value["system"])}|${value["code"]}`];
  return [];
}

function ownMember(
  value: { readonly [key: string]: JsonValue | undefined },
  key: string,
): JsonValue | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

function asText(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}
