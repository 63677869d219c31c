import type { SearchParameter, TypedValue } from "../../../../catalogue/types.ts";
import { isJsonObject, JsonNumber } from "../../../../kernel/json.ts";
import type { JsonObject, JsonValue } from "../../../../kernel/json.ts";

/** At most this many values of one parameter: a pool to choose from, and not an index. */
const POOL = 24;

/** What one could search by to find some of these records, hidden or not: the text of values and parts of them. */
export function searchValues(parameter: SearchParameter, records: readonly JsonObject[]): readonly string[] {
  const found = new Set<string>();
  for (const record of records) {
    const texts = parameter.valuesIn(record).flatMap((value) => textsOf(parameter.type, value));
    for (const text of texts.filter((one) => one !== "")) found.add(text);
    if (found.size >= POOL) break;
  }
  return [...found];
}

type Kind = SearchParameter["type"];

function textsOf(kind: Kind, { datatype, value }: TypedValue): readonly string[] {
  if (datatype === "composite") return compositeTexts(value);
  const plain = plainText(value);
  if (kind === "date") return dateTexts(plain ?? memberText(value, "start") ?? memberText(value, "end"));
  if (kind === "string")
    return plain === undefined ? partsOf(value) : [escaped(plain), escaped(plain.slice(0, 3))];
  if (kind === "reference") return referenceTexts(plain ?? memberText(value, "reference"));
  if (kind === "quantity" || kind === "number") return amountTexts(plain ?? memberText(value, "value"));
  if (plain !== undefined) return [escaped(plain)];
  return kind === "token" ? tokenTexts(value) : [];
}

function tokenTexts(value: JsonValue): readonly string[] {
  const coding = isJsonObject(value) ? value["coding"] : undefined;
  const codings = Array.isArray(coding) ? (coding as readonly JsonValue[]) : [value];
  return codings.flatMap((coding) => {
    const [system, code] = [
      memberText(coding, "system"),
      memberText(coding, "code") ?? memberText(coding, "value"),
    ];
    if (code === undefined) return [];
    const known = system === undefined ? [] : [`${escaped(system)}|${escaped(code)}`, `${escaped(system)}|`];
    return [escaped(code), ...known];
  });
}

function dateTexts(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  const day = text.slice(0, 10);
  return [
    text,
    day,
    text.slice(0, 4),
    `ge${text.slice(0, 4)}`,
    `lt${text.slice(0, 7)}`,
    `gt${text.slice(0, 7)}`,
    `le${text.slice(0, 4)}-06`,
    `gt${day}`,
    `ne${day}`,
    `sa1990`,
  ];
}

function referenceTexts(text: string | undefined): readonly string[] {
  const [type, id] = (text ?? "").split("/");
  return id === undefined || type === undefined ? [] : [`${type}/${id}`, id];
}

function amountTexts(text: string | undefined): readonly string[] {
  return text === undefined ? [] : [text, `ge${text}`, `lt${text}`, `ne${text}`, `gt0`, `ap${text}`];
}

function compositeTexts(value: JsonValue): readonly string[] {
  const parts = Array.isArray(value) ? (value as readonly JsonValue[]) : [];
  const texts = parts.map((part) => {
    const inner = isJsonObject(part) ? part["value"] : undefined;
    const found =
      inner === undefined ? [] : [plainText(inner), tokenTexts(inner)[0], memberText(inner, "value")];
    return found.find((text) => text !== undefined);
  });
  return texts.length > 1 && texts.every((text) => text !== undefined) ? [texts.join("$")] : [];
}

/** The strings of a HumanName or an Address. */
function partsOf(value: JsonValue): readonly string[] {
  if (!isJsonObject(value)) return [];
  return Object.entries(value)
    .filter(([member]) => !["use", "type", "id", "extension"].includes(member))
    .flatMap(([, part]) =>
      Array.isArray(part) ? (part as readonly JsonValue[]) : part === undefined ? [] : [part],
    )
    .flatMap((part) => (typeof part === "string" ? [escaped(part)] : []));
}

function plainText(value: JsonValue): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return String(value);
  return value instanceof JsonNumber ? value.text : undefined;
}

function memberText(value: JsonValue, member: string): string | undefined {
  const inner = isJsonObject(value) ? value[member] : undefined;
  return inner === undefined ? undefined : plainText(inner);
}

/** FHIR R4 search, 3.1.1.4.1: what separates values is escaped within one. */
function escaped(text: string): string {
  return text.replaceAll(/[\\,|$]/g, "\\$&");
}
