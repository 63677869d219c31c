import type { JsonValue } from "../../kernel/json.ts";
import { elementWith, extension, GENERALIZED_YEAR } from "../extensions.ts";
import type { ProjectionContext } from "../types.ts";
import type { ShownPrimitive } from "./shown.ts";
import { MASKED } from "./shown.ts";

/** FHIR R4 date, dateTime and instant begin with the year. */
const YEAR = /^(\d{4})(?:-|$)/;
/** Years before this one, 45 CFR 164.514(b)(2)(i)(C). */
export const HIGHEST_AGE = 89;

/**
 * A date to its year. A year that lies more than 89 before this one implies an age over 89, whatever happened
 * in it, and is masked: 45 CFR 164.514(b)(2)(i)(C). An instant has no partial form, so its year stands in an
 * extension beside it. Null: not a date.
 */
export function generalizeToYear(
  value: JsonValue,
  datatype: string,
  context: ProjectionContext,
): ShownPrimitive | null {
  if (datatype !== "date" && datatype !== "dateTime" && datatype !== "instant") return null;
  const year = typeof value === "string" ? yearOf(value) : undefined;
  if (year === undefined || impliesHighAge(year, context.now)) return MASKED;
  if (datatype !== "instant") return { value: year };
  return { sibling: elementWith(extension(GENERALIZED_YEAR, "valueDate", year)) };
}

/** The year of a FHIR date as four digits, or undefined. */
export function yearOf(text: string): string | undefined {
  return YEAR.exec(text)?.[1];
}

/** True when something that happened in that year (UTC) may have happened to a person who is 90 by now. */
export function impliesHighAge(year: string, now: number): boolean {
  return new Date(now).getUTCFullYear() - Number(year) > HIGHEST_AGE;
}
