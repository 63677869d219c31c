import { isUtf8 } from "node:buffer";
import type { Reason } from "../../../decision/types.ts";
import { isJsonObject, parseJsonObject } from "../../../kernel/json.ts";
import type { JsonObject, JsonValue } from "../../../kernel/json.ts";
import { err, ok } from "../../../kernel/result.ts";
import type { Result } from "../../../kernel/result.ts";
import { isLogicalId } from "../admit.ts";
import { parseQuery } from "../query.ts";
import type { QueryPair } from "../query.ts";
import { because } from "../reasons.ts";

/** A kick-off as asked, before anyone looks at policy. */
export interface ExportAsk {
  /** Null: every type that may be seen. */
  readonly types: readonly string[] | null;
  /** By type; under the empty name, of every type. */
  readonly elements: ReadonlyMap<string, readonly string[]>;
  readonly filters: readonly { readonly type: string; readonly pairs: readonly QueryPair[] }[];
  /** Null: not said. */
  readonly patients: ReadonlySet<string> | null;
}

const FORMATS: ReadonlySet<string> = new Set(["application/fhir+ndjson", "application/ndjson", "ndjson"]);
const BY_TIME: ReadonlySet<string> = new Set(["_since", "_until"]);
const KNOWN: ReadonlySet<string> = new Set([
  "_type",
  "_elements",
  "_typeFilter",
  "_outputFormat",
  "_format",
  "patient",
]);

/** Reads the parameters of a kick-off (FHIR Bulk Data Access 2.0, query parameters). */
export function readExport(pairs: readonly QueryPair[]): Result<ExportAsk, Reason> {
  const refused = pairs.find(([name]) => !KNOWN.has(name))?.[0];
  if (refused !== undefined) return err(refusalOf(refused));
  const all = (name: string): readonly string[] =>
    pairs.filter(([one]) => one === name).map(([, value]) => value);
  if (!all("_outputFormat").every((format) => FORMATS.has(format.replace(" ", "+"))))
    return invalid("_outputFormat");
  const filters = all("_typeFilter").map(filterOf);
  if (filters.some((filter) => filter === null)) return invalid("_typeFilter");
  const elements = elementsOf(all("_elements"));
  if (elements === null) return invalid("_elements");
  const patients = all("patient").map((text) => text.replace(/^Patient\//, ""));
  if (!patients.every(isLogicalId)) return invalid("patient");
  return ok({
    types: listOf(all("_type")),
    elements,
    filters: filters.filter((filter) => filter !== null),
    patients: patients.length === 0 ? null : new Set(patients),
  });
}

/** The parameters of a kick-off by POST, as pairs; null: the body is no Parameters resource. */
export function pairsOfParameters(body: Uint8Array): readonly QueryPair[] | null {
  const resource = isUtf8(body) ? parsed(body) : null;
  if (resource?.["resourceType"] !== "Parameters") return null;
  const list = resource["parameter"] ?? [];
  if (!Array.isArray(list)) return null;
  const pairs = (list as readonly JsonValue[]).map(pairOf);
  return pairs.every((pair) => pair !== null) ? pairs : null;
}

function pairOf(parameter: JsonValue): QueryPair | null {
  if (!isJsonObject(parameter)) return null;
  const { name, valueReference: reference } = parameter;
  const value = isJsonObject(reference)
    ? reference["reference"]
    : (parameter["valueString"] ?? parameter["valueCode"] ?? parameter["valueInstant"]);
  return typeof name === "string" && typeof value === "string" ? [name, value] : null;
}

function parsed(body: Uint8Array): JsonObject | null {
  try {
    return parseJsonObject(body);
  } catch {
    return null;
  }
}

function refusalOf(name: string): Reason {
  if (BY_TIME.has(name))
    return because(
      "parameter_not_permitted",
      `\`${name}\` reads when a record was changed, which is withheld`,
    );
  return because(
    name.startsWith("_") ? "result_parameter_not_supported" : "parameter_unknown",
    "on an export",
  );
}

/** `Observation?category=laboratory` */
function filterOf(text: string): ExportAsk["filters"][number] | null {
  const at = text.indexOf("?");
  const pairs = at < 1 ? null : parseQuery(text.slice(at + 1));
  return pairs?.ok ? { type: text.slice(0, at), pairs: pairs.value } : null;
}

/** `Patient.name,id` */
function elementsOf(texts: readonly string[]): ReadonlyMap<string, readonly string[]> | null {
  const byType = new Map<string, string[]>();
  for (const path of listOf(texts) ?? []) {
    const [, type = "", name] = /^(?:([A-Z][A-Za-z]+)\.)?([a-z][A-Za-z]*(?:\[x\])?)$/.exec(path) ?? [];
    if (name === undefined) return null;
    byType.set(type, [...(byType.get(type) ?? []), name]);
  }
  return byType;
}

function listOf(texts: readonly string[]): readonly string[] | null {
  const items = texts.flatMap((text) => text.split(",")).map((item) => item.trim());
  return items.length === 0 ? null : [...new Set(items)];
}

function invalid(name: string): Result<never, Reason> {
  return err(because("parameter_invalid", `\`${name}\``));
}
