import type { JsonObject, JsonValue } from "../../../kernel/json.ts";
import { isJsonObject, JsonNumber } from "../../../kernel/json.ts";
import { err, ok } from "../../../kernel/result.ts";
import { atScale, parseDecimal } from "./decimal.ts";
import type { Decimal } from "./decimal.ts";
import { splitEscaped, unescaped } from "./escape.ts";
import { COMPARISONS, splitPrefix } from "./prefix.ts";
import type { Prefix, Range } from "./prefix.ts";
import type { TestCompiler } from "./value-test.ts";

/** Beyond every decimal that can be read: the open end of a FHIR Range. */
const UNBOUNDED = 10n ** 200n;

interface Asked {
  readonly prefix: Prefix;
  readonly decimal: Decimal;
}

/** A number or the two ends of a Range; null is an open end. */
interface Measured {
  readonly low: Decimal | null;
  readonly high: Decimal | null;
}

/** FHIR R4 search, 3.1.1.4.6 "number". */
export const compileNumber: TestCompiler = (text, modifier) => {
  const asked = modifier === null ? readAsked(unescaped(text)) : undefined;
  if (asked === undefined) return err("value_invalid");
  return ok(({ value }) => {
    const measured = measuredOf(value);
    return measured !== undefined && numberMatches(asked, measured);
  });
};

/** `[prefix]number`, `[prefix]number|system|code`, `[prefix]number||unit`. FHIR R4 search, 3.1.1.4.11 "quantity". */
export const compileQuantity: TestCompiler = (text, modifier) => {
  const [number = "", system = "", code = "", ...rest] = splitEscaped(text, "|").map(unescaped);
  const asked = modifier === null && rest.length === 0 ? readAsked(number) : undefined;
  if (asked === undefined) return err("value_invalid");
  return ok(({ value }) => {
    if (!isJsonObject(value)) return false;
    const measured = measuredOf(value);
    if (measured === undefined || !numberMatches(asked, measured)) return false;
    return unitsOf(value).every((unit) => unitMatches(unit, system, code));
  });
};

function readAsked(text: string): Asked | undefined {
  const [prefix, number] = splitPrefix(text);
  const decimal = parseDecimal(number);
  return decimal === undefined ? undefined : { prefix, decimal };
}

function measuredOf(value: JsonValue): Measured | undefined {
  if (value instanceof JsonNumber) return point(value);
  if (!isJsonObject(value)) return undefined;
  if (value["value"] instanceof JsonNumber) return point(value["value"]);
  const ends = [endOf(value["low"]), endOf(value["high"])] as const;
  return ends[0] === null && ends[1] === null ? undefined : { low: ends[0], high: ends[1] };
}

function point(number: JsonNumber): Measured | undefined {
  const decimal = parseDecimal(number.text);
  return decimal === undefined ? undefined : { low: decimal, high: decimal };
}

function endOf(quantity: JsonValue | undefined): Decimal | null {
  const number = isJsonObject(quantity) ? quantity["value"] : undefined;
  return number instanceof JsonNumber ? (parseDecimal(number.text) ?? null) : null;
}

function numberMatches({ prefix, decimal }: Asked, { low, high }: Measured): boolean {
  const scale = Math.max(decimal.scale, low?.scale ?? 0, high?.scale ?? 0) + 2;
  const at = atScale(decimal, scale);
  const half = 5n * 10n ** BigInt(decimal.precision - 1 + scale);
  const tenth = (at < 0n ? -at : at) / 10n;
  const value = {
    low: low === null ? -UNBOUNDED : atScale(low, scale),
    high: high === null ? UNBOUNDED : atScale(high, scale),
  };
  return COMPARISONS[prefix](value, around(at, half), around(at, 0n), around(at, tenth));
}

function around(at: bigint, by: bigint): Range<bigint> {
  return { low: at - by, high: at + by };
}

/** The quantities that carry the unit: the value itself, or the ends of a Range. */
function unitsOf(value: JsonObject): readonly JsonObject[] {
  return "value" in value ? [value] : [value["low"], value["high"]].filter(isJsonObject);
}

/** Without a system the code is compared with the code or the unit as printed; Money is by currency. */
function unitMatches(quantity: JsonObject, system: string, code: string): boolean {
  if (code === "" && system === "") return true;
  if (system !== "" && quantity["system"] !== system) return false;
  if (code === "" || quantity["code"] === code) return true;
  return system === "" && (quantity["unit"] === code || quantity["currency"] === code);
}
