import type { SearchParameter } from "../../../catalogue/types.ts";
import { isJsonObject } from "../../../kernel/json.ts";
import type { JsonObject, JsonValue } from "../../../kernel/json.ts";
import { err, ok } from "../../../kernel/result.ts";
import type { Result } from "../../../kernel/result.ts";
import type { Shown } from "../record/shown.ts";
import { splitEscaped } from "./escape.ts";
import { compileComposite } from "./match-composite.ts";
import { compileDate } from "./match-date.ts";
import { compileNumber, compileQuantity } from "./match-number.ts";
import { compileReference } from "./match-reference.ts";
import { compileString } from "./match-string.ts";
import { compileToken } from "./match-token.ts";
import { compileUri } from "./match-uri.ts";
import type { MatchContext, TestCompiler, TestFault, ValueTest } from "./value-test.ts";

/** One conjunct of a search, compiled. */
export interface Filter {
  readonly parameter: SearchParameter;
  readonly modifier: string | null;
  /** Alternatives between unescaped commas, as written. */
  readonly alternatives: readonly string[];
  /** True when the projected record satisfies it. */
  matches(resource: JsonObject): boolean;
}

export type FilterFault = TestFault | "type_without_rule";

/** Special parameters have no rule. */
const COMPILERS: Partial<Record<SearchParameter["type"], TestCompiler>> = {
  composite: compileComposite,
  date: compileDate,
  number: compileNumber,
  quantity: compileQuantity,
  reference: compileReference,
  string: compileString,
  token: compileToken,
  uri: compileUri,
};

/** True when searches by this type of parameter have a rule. */
export function hasRule(type: SearchParameter["type"]): boolean {
  return COMPILERS[type] !== undefined;
}

/** What filters see of a record. */
type Matches = (filter: Filter, projected: JsonObject) => boolean;

/**
 * The records that every filter holds on. Of a record that is text no more is read than a filter needs: a structural
 * parameter reads structural members alone, and says the same of records that say the same there.
 */
export function holdingAll(
  records: readonly Shown[],
  filters: readonly Filter[],
  matches: Matches,
): readonly Shown[] {
  const tests = filters.map((filter) => testOf(filter, matches));
  return tests.length === 0 ? records : records.filter((shown) => tests.every((test) => test(shown)));
}

function testOf(filter: Filter, matches: Matches): (shown: Shown) => boolean {
  const { code, structural } = filter.parameter;
  if (!structural) return ({ resource }) => matches(filter, resource);
  if (code === "_id") return ({ named }) => matches(filter, named);
  const known = new Map<JsonObject, boolean>();
  return ({ links }) => {
    const holds = known.get(links) ?? matches(filter, links);
    known.set(links, holds);
    return holds;
  };
}

/** Compiles one alternative of a parameter, with its escapes. */
export function compileTest(
  parameter: SearchParameter,
  modifier: string | null,
  alternative: string,
  context: MatchContext,
): Result<ValueTest, FilterFault> {
  return COMPILERS[parameter.type]?.(alternative, modifier, context) ?? err("type_without_rule");
}

/** Compiles `name:modifier=a,b`: an OR of its alternatives. FHIR R4 search, 3.1.1.4.2–3. */
export function compileFilter(
  parameter: SearchParameter,
  modifier: string | null,
  text: string,
  context: MatchContext,
): Result<Filter, FilterFault> {
  if (!hasRule(parameter.type)) return err("type_without_rule");
  const alternatives = splitEscaped(text, ",");
  const filter = { parameter, modifier, alternatives };
  if (modifier === "missing") return compileMissing(filter, text);
  const tests: ValueTest[] = [];
  for (const alternative of alternatives) {
    const compiled = compileTest(parameter, modifier, alternative, context);
    if (!compiled.ok) return compiled;
    tests.push(compiled.value);
  }
  const some = (resource: JsonObject): boolean =>
    parameter.valuesIn(resource).some((value) => tests.some((test) => test(value)));
  return ok({ ...filter, matches: modifier === "not" ? (resource) => !some(resource) : some });
}

function compileMissing(filter: Omit<Filter, "matches">, text: string): Result<Filter, FilterFault> {
  if (text !== "true" && text !== "false") return err("value_invalid");
  const { parameter } = filter;
  const isMissing = (resource: JsonObject): boolean =>
    !parameter.valuesIn(resource).some(({ value }) => hasContent(value));
  return ok({ ...filter, matches: (resource) => isMissing(resource) === (text === "true") });
}

/** A masked value says that there is one, and still has no content: it counts as missing, as it never matches. */
export function hasContent(value: JsonValue): boolean {
  if (!isJsonObject(value)) return value !== null;
  return Object.keys(value).some((key) => key !== "extension" && key !== "id");
}
