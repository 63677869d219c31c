import type { SearchParameter } from "../../../catalogue/types.ts";
import { err, ok } from "../../../kernel/result.ts";
import type { Result } from "../../../kernel/result.ts";
import { compileFilter, compileTest, hasContent } from "./filter.ts";
import type { Filter, FilterFault } from "./filter.ts";
import { fold, stringsIn } from "./match-string.ts";
import type { MatchContext, ValueTest } from "./value-test.ts";

type Compiled = Result<Filter, FilterFault>;

/** Operators that are prefixes of values with an order (FHIR R4 search, 3.1.1.4.1). */
const PREFIXES: ReadonlySet<string> = new Set(["eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap"]);
const ORDERED: ReadonlySet<SearchParameter["type"]> = new Set(["date", "number", "quantity"]);
/** They need subsumption, a value set, or a period at both ends. */
const WITHOUT_RULE: ReadonlySet<string> = new Set(["po", "ss", "sb", "in", "ni"]);

const ON_STRINGS: Readonly<Record<string, (part: string, asked: string) => boolean>> = {
  eq: (part, asked) => part === asked,
  co: (part, asked) => part.includes(asked),
  sw: (part, asked) => part.startsWith(asked),
  ew: (part, asked) => part.endsWith(asked),
};

/**
 * One test of `_filter` as a filter of its parameter. `ne` asks for a value that can be compared and is another;
 * strings are compared without regard to case and accents.
 */
export function compileOperator(
  parameter: SearchParameter,
  operator: string,
  value: string,
  context: MatchContext,
): Compiled {
  if (WITHOUT_RULE.has(operator)) return err("modifier_without_rule");
  if (operator === "pr") return presence(parameter, value, context);
  if (ORDERED.has(parameter.type))
    return PREFIXES.has(operator)
      ? compileFilter(parameter, null, escaped(operator + value), context)
      : err("value_invalid");
  if (operator === "ne") return unequal(parameter, value, context);
  if (parameter.type === "string") return onStrings(parameter, operator, value);
  const isEqual = operator === "eq" || (operator === "re" && parameter.type === "reference");
  return isEqual ? compileFilter(parameter, null, escaped(value), context) : err("value_invalid");
}

function presence(parameter: SearchParameter, value: string, context: MatchContext): Compiled {
  if (value !== "true" && value !== "false") return err("value_invalid");
  return compileFilter(parameter, "missing", String(value === "false"), context);
}

function unequal(parameter: SearchParameter, value: string, context: MatchContext): Compiled {
  const equal =
    parameter.type === "string"
      ? stringTest("eq", value)
      : compileTest(parameter, null, escaped(value), context);
  if (!equal.ok) return equal;
  const test = equal.value;
  return ok(filterBy(parameter, "ne", value, (one) => hasContent(one.value) && !test(one)));
}

function onStrings(parameter: SearchParameter, operator: string, value: string): Compiled {
  const test = stringTest(operator, value);
  return test.ok ? ok(filterBy(parameter, operator, value, test.value)) : test;
}

function stringTest(operator: string, value: string): Result<ValueTest, FilterFault> {
  const compare = Object.hasOwn(ON_STRINGS, operator) ? ON_STRINGS[operator] : undefined;
  const asked = fold(value);
  if (compare === undefined || asked === "") return err("value_invalid");
  return ok((one) => stringsIn(one.datatype, one.value).some((part) => compare(fold(part), asked)));
}

/** The operator stands as modifier, so that the filter does not go upstream. */
function filterBy(parameter: SearchParameter, operator: string, value: string, test: ValueTest): Filter {
  return {
    parameter,
    modifier: operator,
    alternatives: [value],
    matches: (resource) => parameter.valuesIn(resource).some(test),
  };
}

/** A value of `_filter` is one value: what separates values elsewhere is part of it. */
function escaped(value: string): string {
  return value.replace(/[\\,$]/g, "\\$&");
}
