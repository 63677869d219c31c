import { JsonNumber } from "../../src/kernel/json.ts";
import type { JsonObject } from "../../src/kernel/json.ts";
import type { Moment } from "../calendar.ts";
import { dateTime } from "../calendar.ts";
import { SYSTEMS } from "./systems.ts";

/** A code of a code system with its display. */
export interface Code {
  readonly system: string;
  readonly code: string;
  readonly display: string;
}

export function code(system: string, value: string, display: string): Code {
  return { system, code: value, display };
}

export function coding(from: Code): JsonObject {
  return { system: from.system, code: from.code, display: from.display };
}

/** CodeableConcept whose text repeats the first display. */
export function concept(...codes: readonly Code[]): JsonObject {
  return { coding: codes.map(coding), text: codes[0]?.display };
}

export function reference(to: string, display?: string): JsonObject {
  return display === undefined ? { reference: to } : { reference: to, display };
}

export function identifier(
  system: string,
  value: string,
  type?: { readonly code: string; readonly display: string },
): JsonObject {
  return {
    use: "usual",
    ...(type === undefined ? {} : { type: concept(code(SYSTEMS.identifierType, type.code, type.display)) }),
    system,
    value,
  };
}

export function period(start: Moment, end?: Moment): JsonObject {
  return end === undefined ? { start: dateTime(start) } : { start: dateTime(start), end: dateTime(end) };
}

/** A whole number. */
export function integer(value: number): JsonNumber {
  return new JsonNumber(String(Math.round(value)));
}

/** A decimal with its digits as given: precision is clinical information. */
export function decimal(value: number, digits: number): JsonNumber {
  return new JsonNumber(value.toFixed(digits));
}

export function quantity(value: JsonNumber, unit: string, ucum: string = unit): JsonObject {
  return { value, unit, system: SYSTEMS.ucum, code: ucum };
}

/** US dollars with cents. */
export function money(value: number): JsonObject {
  return { value: decimal(value, 2), currency: "USD" };
}

/** XHTML of a narrative, one paragraph a line; markup in the lines is escaped. */
export function narrative(lines: readonly string[]): JsonObject {
  const paragraphs = lines.map((line) => `<p>${escapeMarkup(line)}</p>`).join("");
  return { status: "generated", div: `<div xmlns="http://www.w3.org/1999/xhtml">${paragraphs}</div>` };
}

export function escapeMarkup(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
