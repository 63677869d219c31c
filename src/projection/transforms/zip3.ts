import { newJsonObject } from "../../kernel/json.ts";
import type { JsonObject, JsonValue } from "../../kernel/json.ts";
import type { ProjectionContext } from "../types.ts";
import type { ShownPrimitive } from "./shown.ts";

const UNLISTED = "000";
const ZIP = /^(\d{3})(?:\d{2}(?:-?\d{4})?)?$/;
const UNITED_STATES = /^(?:us|usa|united states(?: of america)?)$/i;
const KEPT_AS_THEY_ARE = ["state", "country"];

/**
 * An Address to state, country and the first three digits of the ZIP, or `000` where 20,000 people or fewer
 * live in the prefix: 45 CFR 164.514(b)(2)(i)(B). A postal code of another country is left out.
 * Undefined: nothing of the address may stand.
 */
export function generalizeAddress(address: JsonObject, context: ProjectionContext): JsonObject | undefined {
  const shown = newJsonObject();
  for (const key of Object.keys(address)) {
    const value = address[key];
    if (typeof value !== "string") continue;
    if (KEPT_AS_THEY_ARE.includes(key)) shown[key] = value;
    if (key === "postalCode" && inUnitedStates(address)) shown[key] = zip3Of(value, context.zip3);
  }
  return Object.keys(shown).length === 0 ? undefined : shown;
}

/** A postal code that an element owns by itself, in its address. Null: not a postal code, or not of the United States. */
export function generalizePostalCode(
  value: JsonValue,
  member: string,
  address: JsonObject,
  context: ProjectionContext,
): ShownPrimitive | null {
  if (member !== "postalCode" || typeof value !== "string" || !inUnitedStates(address)) return null;
  return { value: zip3Of(value, context.zip3) };
}

/** Three digits of the allow-list, else `000`: also for what is not a ZIP, such as one that lost its leading zero. */
export function zip3Of(text: string, allowed: ReadonlySet<string>): string {
  const prefix = ZIP.exec(text.trim())?.[1];
  return prefix !== undefined && allowed.has(prefix) ? prefix : UNLISTED;
}

function inUnitedStates(address: JsonObject): boolean {
  const country = address["country"];
  return country === undefined || (typeof country === "string" && UNITED_STATES.test(country.trim()));
}
