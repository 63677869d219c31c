import type { ElementNode } from "../../catalogue/types.ts";
import { isJsonObject, JsonNumber } from "../../kernel/json.ts";
import type { JsonArray, JsonObject, JsonValue } from "../../kernel/json.ts";

const LONGEST = 80;
const MOST = 3;
export const MASKED = "•••";
const DATA_ABSENT_REASON = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

/** Members that say what kind of value stands beside them. */
const AROUND: ReadonlySet<string> = new Set(["id", "url", "system", "use", "resourceType", "meta"]);

/**
 * In a few words what one element shows in a resource that was projected to that element alone.
 * `tree` is the allow-list of the resource's type; its structural members are left out.
 */
export function briefOf(resource: JsonObject, tree: ElementNode | undefined, element: number): string {
  const words = membersOf(resource, tree, element);
  const distinct = [...new Set(words.filter((word) => word !== ""))];
  const more = distinct.length > MOST ? ` +${distinct.length - MOST}` : "";
  return `${cut(distinct.slice(0, MOST).join("; "))}${more}`;
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

function membersOf(object: JsonObject, node: ElementNode | undefined, element: number): string[] {
  return Object.entries(object).flatMap(([key, value]) => {
    const child = childOf(node, key.replace(/^_/, ""));
    const isLink = child?.structural === true && child.element !== element;
    if (value === undefined || AROUND.has(key) || isLink) return [];
    return wordsOf(value, child, element);
  });
}

function childOf(node: ElementNode | undefined, key: string): ElementNode | undefined {
  const own = node?.children?.get(key);
  return own ?? node?.variants.map((variant) => variant.node.children?.get(key)).find((child) => child);
}

function wordsOf(value: JsonValue, node: ElementNode | undefined, element: number): string[] {
  if (Array.isArray(value)) return (value as JsonArray).flatMap((item) => wordsOf(item, node, element));
  if (!isJsonObject(value)) return value === null ? [] : [textOf(value)];
  if (value["url"] === DATA_ABSENT_REASON) return [MASKED];
  const words = BY_DATATYPE[node?.datatype ?? ""]?.(value);
  return words === undefined || words === "" ? membersOf(value, node, element) : [words];
}

/** Undefined or empty: the members tell for themselves, as those of a masked value do. */
const BY_DATATYPE: Readonly<Record<string, (value: JsonObject) => string>> = {
  HumanName: (name) =>
    at(name, "text") || joined(" ", [...list(name["prefix"]), ...list(name["given"]), at(name, "family")]),
  Address: (address) =>
    joined(", ", [
      ...list(address["line"]),
      at(address, "city"),
      at(address, "state"),
      at(address, "postalCode"),
    ]),
  ContactPoint: (contact) => at(contact, "value"),
  Identifier: (identifier) => at(identifier, "value"),
  CodeableConcept: (concept) => at(concept, "text") || joined(", ", codings(concept)),
  Coding: codingText,
  Reference: (reference) => at(reference, "display") || (at(reference, "reference").split("/")[0] ?? ""),
  Period: (period) => joined(" – ", [at(period, "start"), at(period, "end")]),
  Quantity: quantityText,
  Money: (money) => joined(" ", [at(money, "value"), at(money, "currency")]),
  Range: (range) => joined(" – ", [inner(range, "low"), inner(range, "high")]),
  Attachment: (attachment) =>
    joined(", ", [at(attachment, "title") || at(attachment, "contentType"), sizeOf(attachment)]),
  Annotation: (annotation) => at(annotation, "text"),
};

function codings(concept: JsonObject): string[] {
  const items = concept["coding"];
  return Array.isArray(items) ? (items as JsonArray).filter(isJsonObject).map(codingText) : [];
}

function codingText(coding: JsonObject): string {
  return at(coding, "display") || at(coding, "code");
}

function quantityText(quantity: JsonObject): string {
  return joined(" ", [
    at(quantity, "comparator"),
    at(quantity, "value"),
    at(quantity, "unit") || at(quantity, "code"),
  ]);
}

function inner(range: JsonObject, member: string): string {
  const quantity = range[member];
  return isJsonObject(quantity) ? quantityText(quantity) : "";
}

/** Base64 is four characters for three bytes (RFC 4648 4). */
function sizeOf(attachment: JsonObject): string {
  const data = at(attachment, "data");
  return data === "" ? "" : `${Math.floor((data.replace(/=+$/, "").length * 3) / 4)} bytes`;
}

function at(object: JsonObject, member: string): string {
  const value = object[member];
  if (value === undefined || value === null || Array.isArray(value) || isJsonObject(value)) return "";
  return textOf(value);
}

function list(value: JsonValue | undefined): string[] {
  return Array.isArray(value) ? (value as JsonArray).filter((item) => typeof item === "string") : [];
}

function joined(between: string, parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(between);
}

function textOf(value: JsonValue): string {
  if (typeof value === "string") return value;
  return value instanceof JsonNumber ? value.text : JSON.stringify(value);
}
