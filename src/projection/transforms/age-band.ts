import { JsonNumber, newJsonObject } from "../../kernel/json.ts";
import type { JsonObject, JsonValue } from "../../kernel/json.ts";
import { AGE_BAND, elementWith, extension } from "../extensions.ts";
import type { ProjectionContext } from "../types.ts";
import type { ShownPrimitive } from "./shown.ts";
import { MASKED } from "./shown.ts";

const BAND = 10;
const TOP = 90;
const DATE = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

/** Ages in full years, both ends included; no upper end at 90 or older. */
export interface AgeBand {
  readonly low: number;
  readonly high: number | null;
}

/**
 * A birth date to a band of ten years of age, as a Range in an extension beside it; 90 or older is one band.
 * A date that lies in the future, or whose precision fits two bands, is masked. Null: not a birth date.
 */
export function generalizeToAgeBand(
  value: JsonValue,
  datatype: string,
  member: string,
  context: ProjectionContext,
): ShownPrimitive | null {
  if (datatype !== "date" || member !== "birthDate" || typeof value !== "string") return null;
  const band = ageBandOf(value, context.now);
  return band === undefined
    ? MASKED
    : { sibling: elementWith(extension(AGE_BAND, "valueRange", rangeOf(band))) };
}

/** Band of someone born on a FHIR date (year, month or day), at an instant, in UTC. Undefined: none is certain. */
export function ageBandOf(birthDate: string, now: number): AgeBand | undefined {
  const match = DATE.exec(birthDate);
  if (match === null) return undefined;
  const [, year = "", month, day] = match;
  const youngest = bandAt(ageAt(now, Number(year), Number(month ?? 12), Number(day ?? 31)));
  const oldest = bandAt(ageAt(now, Number(year), Number(month ?? 1), Number(day ?? 1)));
  return youngest !== undefined && youngest.low === oldest?.low ? youngest : undefined;
}

function ageAt(now: number, year: number, month: number, day: number): number {
  const today = new Date(now);
  const monthsAndDays = (today.getUTCMonth() + 1) * 100 + today.getUTCDate();
  const hadBirthday = monthsAndDays >= month * 100 + day;
  return today.getUTCFullYear() - year - (hadBirthday ? 0 : 1);
}

function bandAt(age: number): AgeBand | undefined {
  if (age < 0) return undefined;
  if (age >= TOP) return { low: TOP, high: null };
  const low = age - (age % BAND);
  return { low, high: low + BAND - 1 };
}

function rangeOf(band: AgeBand): JsonObject {
  const range = newJsonObject();
  range["low"] = years(band.low);
  if (band.high !== null) range["high"] = years(band.high);
  return range;
}

/** FHIR R4 SimpleQuantity in UCUM years. */
function years(count: number): JsonObject {
  const quantity = newJsonObject();
  quantity["value"] = new JsonNumber(String(count));
  quantity["unit"] = "years";
  quantity["system"] = "http://unitsofmeasure.org";
  quantity["code"] = "a";
  return quantity;
}
