import { absoluteTime } from "../../ui/text/time.ts";

type Json = Readonly<Record<string, unknown>>;

/** What stands in a masked value's place. */
export const MASKED = "masked";

const DATA_ABSENT_REASON = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

/** A value of FHIR R4 in words: by its shape, since the answer names no datatypes. Empty for what says nothing. */
export function wordsOf(value: unknown, zone?: string): string {
  if (typeof value === "string") return textOf(value, zone);
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) return joined("; ", [...new Set(value.map((item) => wordsOf(item, zone)))]);
  return isObject(value) ? objectWords(value, zone) : "";
}

type Shape = readonly [holds: (value: Json) => boolean, words: (value: Json, zone?: string) => string];

/** The first that holds wins, so the more telling shapes stand first. */
const SHAPES: readonly Shape[] = [
  [isMasked, () => MASKED],
  [has("family", "given"), nameWords],
  [has("line", "city", "postalCode"), addressWords],
  [has("coding"), (value) => at(value, "text") || joined(", ", list(value["coding"]).map(wordsOfOne))],
  [has("currency"), (value) => joined(" ", [at(value, "value"), at(value, "currency")])],
  [(value) => typeof value["value"] === "number", quantityWords],
  [has("reference"), referenceWords],
  [has("start", "end"), periodWords],
  [has("low", "high"), (value) => joined(" – ", [wordsOf(value["low"]), wordsOf(value["high"])])],
  [has("numerator"), (value) => joined(" / ", [wordsOf(value["numerator"]), wordsOf(value["denominator"])])],
  [has("contentType", "data"), attachmentWords],
  [(value) => typeof value["value"] === "string", contactWords],
  [has("display", "code"), (value) => at(value, "display") || at(value, "code")],
  [has("text"), (value, zone) => at(value, "text", zone)],
];

function objectWords(value: Json, zone?: string): string {
  const words = SHAPES.find(([holds]) => holds(value))?.[1](value, zone);
  return words === undefined || words === "" ? memberWords(value, zone) : words;
}

/** Members that say what kind of value stands beside them. */
const AROUND: ReadonlySet<string> = new Set(["id", "url", "system", "use", "resourceType", "meta", "div"]);

function memberWords(value: Json, zone?: string): string {
  const told = Object.entries(value).filter(([key]) => !AROUND.has(key));
  return joined(", ", [...new Set(told.map(([key, member]) => toldWords(key, member, zone)))]);
}

/** A truth is told by its name: `preferred`, `not preferred`. */
function toldWords(key: string, member: unknown, zone?: string): string {
  if (typeof member !== "boolean") return wordsOf(member, zone);
  const name = key.replaceAll(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`);
  return member ? name : `not ${name}`;
}

/** FHIR marks what was masked in the extension of the value, or of the primitive beside it. */
function isMasked(value: Json): boolean {
  return list(value["extension"]).some(
    (extension) => isObject(extension) && extension["url"] === DATA_ABSENT_REASON,
  );
}

function nameWords(name: Json): string {
  const parts = [...list(name["prefix"]), ...list(name["given"]), name["family"], ...list(name["suffix"])];
  return at(name, "text") || joined(" ", parts.map(wordsOfOne));
}

function addressWords(address: Json): string {
  const parts = [...list(address["line"]), address["city"], address["state"], address["postalCode"]];
  return at(address, "text") || joined(", ", parts.map(wordsOfOne));
}

/** What a reference leads to, where it says no name: an id says nothing to people. */
const REFERRED: Readonly<Record<string, string>> = {
  Appointment: "an appointment",
  Claim: "a claim",
  Condition: "a diagnosis",
  Coverage: "an insurance",
  Encounter: "a visit",
  HealthcareService: "a service",
  Location: "a place",
  Medication: "a medication",
  Organization: "an organization",
  // The one in view, or no more than that it is another.
  Patient: "the patient",
  Practitioner: "a practitioner",
  PractitionerRole: "a practitioner",
  RelatedPerson: "a related person",
  ServiceRequest: "an order",
  Slot: "a time slot",
};

function referenceWords(reference: Json): string {
  const type = at(reference, "type") || at(reference, "reference").split("/").at(-2);
  return at(reference, "display") || (REFERRED[type ?? ""] ?? "another record");
}

/** `Oct 15, 2026, 8:00 – 8:20 PM UTC` where both ends are moments. */
function periodWords(period: Json, zone?: string): string {
  const [start, end] = [period["start"], period["end"]];
  if (typeof start === "string" && typeof end === "string" && DATE_TIME.test(start) && DATE_TIME.test(end)) {
    const [from, to] = [Date.parse(start), Date.parse(end)];
    if (from <= to) return rangeText(from, to, zone);
  }
  return joined(" – ", [at(period, "start", zone), at(period, "end", zone)]);
}

function rangeText(from: number, to: number, zone: string | undefined): string {
  const format = new Intl.DateTimeFormat("en-US", {
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "numeric",
    minute: "2-digit",
    timeZoneName: "short",
    ...(zone === undefined ? {} : { timeZone: zone }),
  });
  return format.formatRange(from, to);
}

function quantityWords(quantity: Json): string {
  return joined(" ", [
    at(quantity, "comparator"),
    at(quantity, "value"),
    at(quantity, "unit") || at(quantity, "code"),
  ]);
}

function contactWords(contact: Json): string {
  const use = at(contact, "use");
  const isContact =
    has("rank", "period")(contact) || /^(phone|fax|email|pager|sms|url)$/.test(at(contact, "system"));
  return isContact && use !== "" ? `${at(contact, "value")} (${use})` : at(contact, "value");
}

/** A plain text is shown; of anything else its title and type. */
function attachmentWords(attachment: Json): string {
  const type = at(attachment, "contentType");
  const data = attachment["data"];
  const text = typeof data === "string" && type.startsWith("text/plain") ? decoded(data) : "";
  return text || joined(", ", [at(attachment, "title"), type]);
}

/** Base64 (RFC 4648 section 4) of UTF-8; what is neither stays unshown. */
function decoded(base64: string): string {
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.codePointAt(0) ?? 0);
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return "";
  }
}

function textOf(text: string, zone?: string): string {
  if (DATE_TIME.test(text)) {
    const moment = Date.parse(text);
    return Number.isNaN(moment) ? text : absoluteTime(moment, { locale: "en-US", zone });
  }
  return DATE.test(text) ? dateText(text) : text;
}

/** A day is the same in every zone. */
function dateText(day: string): string {
  const moment = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(moment)
    ? day
    : new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeZone: "UTC" }).format(moment);
}

function has(...members: readonly string[]): (value: Json) => boolean {
  return (value) => members.some((member) => value[member] !== undefined);
}

function at(value: Json, member: string, zone?: string): string {
  const found = value[member];
  return isObject(found) || Array.isArray(found) ? "" : wordsOf(found, zone);
}

function wordsOfOne(value: unknown): string {
  return wordsOf(value);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function joined(between: string, parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(between);
}

/** The day of a date or moment, for a headline: `Oct 15, 2026`; of a period, the day it began. Empty when it is neither. */
export function dayOf(value: unknown, zone?: string): string {
  if (isObject(value)) return dayOf(value["start"] ?? value["end"], zone);
  if (typeof value !== "string") return "";
  if (DATE.test(value)) return dateText(value);
  const moment = DATE_TIME.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(moment)) return /^\d{4}(-\d{2})?$/.test(value) ? value : "";
  const within = zone === undefined ? {} : { timeZone: zone };
  return new Intl.DateTimeFormat("en-US", { dateStyle: "medium", ...within }).format(moment);
}

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
