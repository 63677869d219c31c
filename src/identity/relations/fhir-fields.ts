import { isJsonObject, type JsonObject, JsonNumber, type JsonValue } from "../../kernel/json.ts";

/** The end of what is open-ended: the last millisecond of the year 9999. */
export const FOREVER = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
/** Before any event. */
export const BEGINNING = Date.parse("0001-01-01T00:00:00Z");

/** A reference to a record of this upstream by type and logical id. */
export interface RecordReference {
  readonly type: string;
  readonly id: string;
}

/** The member as a list: a missing one is empty, a single value a list of one. */
export function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
}

/** The objects in a member. */
export function objectsOf(value: JsonValue | undefined): readonly JsonObject[] {
  return listOf(value).filter((item) => isJsonObject(item));
}

export function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The amount of a Money. */
export function amountOf(value: JsonValue | undefined): number | undefined {
  const amount = isJsonObject(value) ? value["value"] : undefined;
  return amount instanceof JsonNumber ? amount.valueOf() : undefined;
}

/** `Encounter/7` of the resource itself, or undefined when it has no id. */
export function nameOf(resource: JsonObject): string | undefined {
  const [type, id] = [textOf(resource["resourceType"]), textOf(resource["id"])];
  return type !== undefined && id !== undefined ? `${type}/${id}` : undefined;
}

const REFERENCE = /(?:^|\/)([A-Z][A-Za-z]+)\/([A-Za-z0-9.-]{1,64})(?:\/_history\/[A-Za-z0-9.-]{1,64})?$/;

/** The references in a member (`Reference.reference`; FHIR R4 2.3.0.1); contained and logical ones are left out. */
export function referencesOf(value: JsonValue | undefined): readonly RecordReference[] {
  return objectsOf(value).flatMap((item) => {
    const found = REFERENCE.exec(textOf(item["reference"]) ?? "");
    return found ? [{ type: found[1] ?? "", id: found[2] ?? "" }] : [];
  });
}

/** Logical ids of the patients that a member refers to. */
export function patientsOf(value: JsonValue | undefined): readonly string[] {
  return referencesOf(value).flatMap(({ type, id }) => (type === "Patient" ? [id] : []));
}

/** The codes of CodeableConcepts. */
export function codesOf(value: JsonValue | undefined): readonly string[] {
  return objectsOf(value).flatMap((concept) =>
    objectsOf(concept["coding"]).flatMap((coding) => textOf(coding["code"]) ?? []),
  );
}

const PARTIAL = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

/** First instant of a date, dateTime or instant, in milliseconds; partial ones are of UTC. */
export function startOf(value: JsonValue | undefined): number | undefined {
  const at = Date.parse(textOf(value) ?? "");
  return Number.isNaN(at) ? undefined : at;
}

/** The instant after a date, dateTime or instant has passed: `2026-05` ends with June's first. */
export function endOf(value: JsonValue | undefined): number | undefined {
  const partial = PARTIAL.exec(textOf(value) ?? "");
  if (!partial) return startOf(value);
  const [year, month, day] = partial.slice(1).map((part) => (part === undefined ? undefined : Number(part)));
  if (year === undefined) return undefined;
  if (month === undefined) return Date.UTC(year + 1, 0, 1);
  return day === undefined ? Date.UTC(year, month, 1) : Date.UTC(year, month - 1, day + 1);
}

export interface Span {
  readonly from: number;
  readonly until: number;
}

/** The window of what has no date: none. */
export const NEVER: Span = { from: FOREVER, until: BEGINNING };

/** A Period without a start has always been, without an end it goes on; no Period is both. */
export function spanOf(value: JsonValue | undefined): Span {
  const period = isJsonObject(value) ? value : {};
  return { from: startOf(period["start"]) ?? BEGINNING, until: endOf(period["end"]) ?? FOREVER };
}

export function intersect(one: Span, other: Span): Span {
  return { from: Math.max(one.from, other.from), until: Math.min(one.until, other.until) };
}
