import { parseReference } from "../../src/catalogue/reference.ts";
import type { TypedValue } from "../../src/catalogue/types.ts";
import { isJsonObject, JsonNumber } from "../../src/kernel/json.ts";
import type { JsonValue } from "../../src/kernel/json.ts";
import { dateTest, rangeOf } from "./date-range.ts";
import type { DateRange } from "./date-range.ts";
import { ServerFault } from "./faults.ts";
import type { Filter } from "./query.ts";

type Test = (value: JsonValue) => boolean;

/** Compiles a filter to a test on the values its parameter selects in a resource. */
export function testOf(filter: Filter): (values: readonly TypedValue[]) => boolean {
  const { modifier, values: asked } = filter;
  if (modifier === "missing") {
    const missing = asked[0] === "true";
    return (values) => (values.length === 0) === missing;
  }
  const tests = asked.map((value) => valueTest(filter, value));
  const some = (values: readonly TypedValue[]): boolean =>
    values.some(({ value }) => tests.some((test) => test(value)));
  return modifier === "not" ? (values) => !some(values) : some;
}

function valueTest({ parameter, modifier }: Filter, asked: string): Test {
  switch (parameter.type) {
    case "token":
      return onlyWith(modifier, ["not"], tokenTest(asked));
    case "reference":
      return referenceTest(modifier, asked);
    case "date":
      return onlyWith(modifier, [], dateValueTest(asked));
    case "string":
      return stringTest(modifier, asked);
    case "uri":
      return onlyWith(modifier, [], (value) => value === asked);
    case "number":
    case "quantity":
      return onlyWith(modifier, [], quantityTest(asked));
    case "composite":
    case "special":
      break;
  }
  throw new ServerFault(400, "not-supported", `searching by \`${parameter.code}\` is not supported`);
}

function onlyWith(modifier: string | null, known: readonly string[], test: Test): Test {
  if (modifier === null || known.includes(modifier)) return test;
  throw new ServerFault(400, "not-supported", `the modifier \`${modifier}\` is not supported`);
}

/** `code`, `system|code`, `|code` or `system|` (FHIR R4 search, §3.1.1.4.10). */
function tokenTest(asked: string): Test {
  const bar = asked.indexOf("|");
  const system = bar < 0 ? null : asked.slice(0, bar);
  const code = asked.slice(bar + 1);
  return (value) =>
    tokensOf(value).some(
      (token) =>
        (code === "" || token.code === code) &&
        (system === null || (system === "" ? token.system === undefined : token.system === system)),
    );
}

interface Token {
  readonly system: string | undefined;
  readonly code: string | undefined;
}

function tokensOf(value: JsonValue): readonly Token[] {
  if (typeof value === "string" || typeof value === "boolean")
    return [{ system: undefined, code: String(value) }];
  if (!isJsonObject(value)) return [];
  if (Array.isArray(value["coding"])) return value["coding"].flatMap(tokensOf);
  return [{ system: textOf(value["system"]), code: textOf(value["code"]) ?? textOf(value["value"]) }];
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** `id`, `Type/id` or an absolute URL; a modifier names the type. */
function referenceTest(modifier: string | null, asked: string): Test {
  const target = parseReference({ reference: asked }) ?? { type: modifier ?? undefined, id: asked };
  return (value) => {
    const found = isJsonObject(value)
      ? parseReference(value)
      : typeof value === "string"
        ? parseReference({ reference: value })
        : undefined;
    return (
      found !== undefined &&
      found.id === target.id &&
      (target.type === undefined || found.type === target.type)
    );
  };
}

function dateValueTest(asked: string): Test {
  const test = dateTest(asked);
  return (value) => {
    const range = rangeOfValue(value);
    return range !== undefined && test(range);
  };
}

/** Range of a date, a dateTime, an instant or a Period; an open Period reaches to the end of time. */
export function rangeOfValue(value: JsonValue): DateRange | undefined {
  if (typeof value === "string") return rangeOf(value);
  if (!isJsonObject(value)) return undefined;
  const [start, end] = [textOf(value["start"]), textOf(value["end"])];
  if (start === undefined && end === undefined) return undefined;
  return {
    from: start === undefined ? Number.NEGATIVE_INFINITY : (rangeOf(start)?.from ?? Number.NaN),
    until: end === undefined ? Number.POSITIVE_INFINITY : (rangeOf(end)?.until ?? Number.NaN),
  };
}

function stringTest(modifier: string | null, asked: string): Test {
  const wanted = folded(asked);
  return onlyWith(modifier, ["exact", "contains"], (value) =>
    stringsOf(value).some((text) => {
      if (modifier === "exact") return text === asked;
      return modifier === "contains" ? folded(text).includes(wanted) : folded(text).startsWith(wanted);
    }),
  );
}

/** Case and accents do not count (FHIR R4 search, §3.1.1.4.8). */
function folded(text: string): string {
  return text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
}

/** The words of a string, a HumanName or an Address. */
function stringsOf(value: JsonValue): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(stringsOf);
  if (!isJsonObject(value)) return [];
  const { use: _use, system: _system, ...rest } = value;
  return Object.values(rest).flatMap((member) => (member === undefined ? [] : stringsOf(member)));
}

const NUMBER = /^(eq|ne|gt|lt|ge|le)?(-?\d+(?:\.\d+)?)(?:\|([^|]*)\|([^|]*))?$/;

/** `5.4`, `gt100` or `5.4|http://unitsofmeasure.org|mg`; equality holds within half of the last digit. */
function quantityTest(asked: string): Test {
  const [, prefix = "eq", digits, system = "", code = ""] = NUMBER.exec(asked) ?? [];
  if (digits === undefined) throw new ServerFault(400, "invalid", "a number of the search cannot be read");
  const wanted = Number(digits);
  const margin = 0.5 * 10 ** -(digits.split(".")[1]?.length ?? 0);
  return (value) => {
    const stored = numberOf(value);
    return (
      stored !== undefined &&
      hasUnit(value, system, code) &&
      compareNumbers(prefix, stored, { wanted, margin })
    );
  };
}

function numberOf(value: JsonValue): number | undefined {
  if (value instanceof JsonNumber) return value.valueOf();
  return isJsonObject(value) && value["value"] instanceof JsonNumber ? value["value"].valueOf() : undefined;
}

function hasUnit(value: JsonValue, system: string, code: string): boolean {
  if (!isJsonObject(value)) return system === "" && code === "";
  return (
    (system === "" || value["system"] === system) &&
    (code === "" || value["code"] === code || value["unit"] === code)
  );
}

function compareNumbers(
  prefix: string,
  stored: number,
  { wanted, margin }: { wanted: number; margin: number },
): boolean {
  switch (prefix) {
    case "gt":
      return stored > wanted;
    case "lt":
      return stored < wanted;
    case "ge":
      return stored >= wanted;
    case "le":
      return stored <= wanted;
    case "ne":
      return Math.abs(stored - wanted) > margin;
    default:
      return Math.abs(stored - wanted) <= margin;
  }
}
