import type { JsonValue } from "../../../kernel/json.ts";
import { isJsonObject } from "../../../kernel/json.ts";
import { err, ok } from "../../../kernel/result.ts";
import { splitEscaped } from "./escape.ts";
import { compileDate } from "./match-date.ts";
import { compileNumber, compileQuantity } from "./match-number.ts";
import { compileReference } from "./match-reference.ts";
import { compileString } from "./match-string.ts";
import { compileToken } from "./match-token.ts";
import { compileUri } from "./match-uri.ts";
import type { MatchContext, TestCompiler, ValueTest } from "./value-test.ts";

/** Compilers by the datatype of a component's value; whatever is not here is compared as a token. */
const BY_DATATYPE: ReadonlyMap<string, TestCompiler> = new Map([
  ...named(compileDate, "date", "dateTime", "instant", "Period", "Timing"),
  ...named(compileNumber, "decimal", "integer", "positiveInt", "unsignedInt"),
  ...named(
    compileQuantity,
    "Quantity",
    "SimpleQuantity",
    "Age",
    "Count",
    "Distance",
    "Duration",
    "Money",
    "Range",
  ),
  ...named(compileReference, "Reference", "canonical"),
  ...named(compileString, "string", "markdown"),
  ...named(compileUri, "uri", "url"),
]);

const COMPILERS: readonly TestCompiler[] = [...new Set([...BY_DATATYPE.values(), compileToken])];

/**
 * FHIR R4 search, 3.1.1.4.16 "composite": `code$value`, on the components of one item together. Each part is read by
 * the datatype that the item's component has; one that this datatype cannot be compared with does not match.
 */
export const compileComposite: TestCompiler = (text, modifier, context) => {
  if (modifier !== null) return err("modifier_without_rule");
  const parts = splitEscaped(text, "$").map((part) => testsOf(part, context));
  if (parts.length < 2 || parts.some((tests) => tests.size === 0)) return err("value_invalid");
  return ok(({ value }) => {
    const components = Array.isArray(value) ? (value as readonly JsonValue[]) : [];
    return components.length === parts.length && parts.every((tests, at) => holds(tests, components[at]));
  });
};

type Tests = ReadonlyMap<TestCompiler, ValueTest>;

/** Every way in which a part can be read. */
function testsOf(text: string, context: MatchContext): Tests {
  return new Map(
    COMPILERS.flatMap((compiler) => {
      const test = compiler(text, null, context);
      return test.ok ? [[compiler, test.value] as const] : [];
    }),
  );
}

/** A component as the catalogue gives it: `{datatype, value}`. */
function holds(tests: Tests, component: JsonValue | undefined): boolean {
  if (!isJsonObject(component)) return false;
  const { datatype, value } = component;
  if (typeof datatype !== "string" || value === undefined) return false;
  const test = tests.get(BY_DATATYPE.get(datatype) ?? compileToken);
  return test?.({ datatype, value }) ?? false;
}

function named(
  compiler: TestCompiler,
  ...datatypes: readonly string[]
): readonly (readonly [string, TestCompiler])[] {
  return datatypes.map((datatype) => [datatype, compiler] as const);
}
