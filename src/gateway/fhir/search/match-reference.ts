import type { SearchParameter } from "../../../catalogue/types.ts";
import type { JsonObject, JsonValue } from "../../../kernel/json.ts";
import { isJsonObject } from "../../../kernel/json.ts";
import { err, ok } from "../../../kernel/result.ts";
import { unescaped } from "./escape.ts";
import type { MatchContext, TestCompiler } from "./value-test.ts";

/** The last `Type/id` of a reference, before any `/_history`. */
const LITERAL = /(?:^|\/)([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/;
const ID = /^[A-Za-z0-9\-.]{1,64}$/;
const TYPE = /^[A-Z][A-Za-z]+$/;

interface Reference {
  readonly type: string;
  readonly id: string;
  /** `http://other.example/fhir/` of an absolute reference, empty for one to this server. */
  readonly base: string;
}

/**
 * FHIR R4 search, 3.1.1.4.5 "reference": `id`, `Type/id`, an absolute URL, or `:Type` with an id.
 * `:identifier` reads Reference.identifier, which never comes out; it has no rule.
 */
export const compileReference: TestCompiler = (text, modifier, context) => {
  const asked = unescaped(text);
  if (modifier !== null && !TYPE.test(modifier)) return err("modifier_without_rule");
  if (ID.test(asked)) return ok(({ value }) => idMatches(referenceIn(value, context), modifier, asked));
  if (asked === "" || /\s/.test(asked)) return err("value_invalid");
  const wanted = readReference(asked, context);
  if (wanted === undefined) return ok(({ value }) => literalOf(value) === asked);
  if (modifier !== null && modifier !== wanted.type) return err("value_invalid");
  return ok(({ value }) => sameReference(referenceIn(value, context), wanted));
};

/** `Type/id` of a reference to this server; undefined for any other. */
export function localReference(
  text: string,
  context: MatchContext,
): { type: string; id: string } | undefined {
  const reference = readReference(text, context);
  return reference?.base === "" ? { type: reference.type, id: reference.id } : undefined;
}

/**
 * `Type/id` of the records of this server that a reference parameter selects in a projected record. A reference that is
 * masked or tokenized leads nowhere, and so does a canonical.
 */
export function references(
  projected: JsonObject,
  parameter: SearchParameter,
  context: MatchContext,
): readonly string[] {
  const found = parameter.valuesIn(projected).flatMap(({ value }) => referenceIn(value, context) ?? []);
  return found.filter(({ base }) => base === "").map(({ type, id }) => `${type}/${id}`);
}

function idMatches(reference: Reference | undefined, type: string | null, id: string): boolean {
  return reference?.base === "" && reference.id === id && (type === null || reference.type === type);
}

function sameReference(a: Reference | undefined, b: Reference): boolean {
  return a !== undefined && a.type === b.type && a.id === b.id && a.base === b.base;
}

function referenceIn(value: JsonValue, context: MatchContext): Reference | undefined {
  const literal = literalOf(value);
  return literal === undefined ? undefined : readReference(literal, context);
}

/** A Reference, or a canonical, uri or the resource's own id where the parameter selects a plain string. */
function literalOf(value: JsonValue): string | undefined {
  const literal = isJsonObject(value) ? value["reference"] : value;
  return typeof literal === "string" ? literal : undefined;
}

function readReference(text: string, { baseUrl }: MatchContext): Reference | undefined {
  const match = LITERAL.exec(text);
  if (match === null) return undefined;
  const [whole, type = "", id = ""] = match;
  const before = text.slice(0, text.length - whole.length) + (whole.startsWith("/") ? "/" : "");
  return { type, id, base: before === `${baseUrl}/` ? "" : before };
}
