import { readFileSync } from "node:fs";
import { isJsonObject, newJsonObject } from "../../../kernel/json.ts";
import type { JsonObject, JsonValue } from "../../../kernel/json.ts";
import type { SummaryData } from "./format.ts";
import { Written } from "../record/written.ts";

/** What the caller asked to have of each resource; it only takes away from what they may see. */
export type Subset =
  | { readonly kind: "all" }
  /** Names as written: `code` of the type searched, `Practitioner.name` of that type wherever it stands. */
  | { readonly kind: "elements"; readonly names: ReadonlySet<string> }
  | { readonly kind: "summary" }
  | { readonly kind: "text" }
  | { readonly kind: "data" };

/** HL7 v3 ObservationValue: the caller asked for less, whatever they may see. FHIR R4 search, 3.1.1.5.8. */
const SUBSETTED: JsonObject = {
  system: "http://terminology.hl7.org/CodeSystem/v3-ObservationValue",
  code: "SUBSETTED",
};

const ALWAYS: ReadonlySet<string> = new Set(["resourceType", "id", "meta"]);

interface Paths {
  readonly summary: ReadonlySet<string>;
  readonly mandatory: ReadonlySet<string>;
}

let byType: ReadonlyMap<string, Paths> | undefined;

/**
 * Applies `_elements` or `_summary` to a projected resource (FHIR R4 search, 3.1.1.5.7–8).
 * `keep` names the members that stay in any case: those that say whose record it is.
 */
export function subsetOf(written: Written, type: string, subset: Subset, keep: ReadonlySet<string>): Written {
  return subset.kind === "all" ? written : Written.ofObject(partOf(written.object, type, subset, keep));
}

function partOf(resource: JsonObject, type: string, subset: Subset, keep: ReadonlySet<string>): JsonObject {
  const paths = pathsOf(type);
  const asked = subset.kind === "elements" ? { ...subset, names: namesOf(subset.names, type) } : subset;
  const stays = (key: string): boolean => ALWAYS.has(key) || keep.has(key) || isAsked(key, asked, paths);
  const result = newJsonObject();
  for (const [key, value] of Object.entries(resource)) {
    if (value === undefined || !stays(bare(key))) continue;
    result[key] = subset.kind === "summary" ? summaryOf(value, bare(key), paths.summary) : value;
  }
  return subset.kind === "data" ? result : marked(result);
}

/**
 * The same for a record that was included beside the matches: a bare name of `_elements` is of the type searched, so an
 * included record is cut by the names that say its own type alone. `_summary` is for all.
 */
export function subsetOfIncluded(subset: Subset, type: string): Subset {
  if (subset.kind !== "elements") return subset;
  const names = new Set([...subset.names].filter((name) => name.startsWith(`${type}.`)));
  return names.size === 0 ? { kind: "all" } : { kind: "elements", names };
}

/** Names of members of this type, without the type. */
function namesOf(names: ReadonlySet<string>, type: string): ReadonlySet<string> {
  const own = [...names].map((name) => (name.startsWith(`${type}.`) ? name.slice(type.length + 1) : name));
  return new Set(own);
}

function isAsked(key: string, subset: Subset, paths: Paths): boolean {
  if (subset.kind === "elements") return subset.names.has(key) || isChoiceOf(key, subset.names);
  if (subset.kind === "summary") return isIn(key, paths.summary);
  if (subset.kind === "text") return key === "text" || isIn(key, paths.mandatory);
  return subset.kind === "all" || key !== "text";
}

/** `_birthDate` goes with `birthDate`. */
function bare(key: string): string {
  return key.startsWith("_") ? key.slice(1) : key;
}

/** Members of a backbone are in the summary one by one; a datatype is there whole. */
function summaryOf(value: JsonValue, path: string, summary: ReadonlySet<string>): JsonValue {
  if (Array.isArray(value))
    return (value as readonly JsonValue[]).map((item) => summaryOf(item, path, summary));
  if (!isJsonObject(value) || !hasChildren(path, summary)) return value;
  const result = newJsonObject();
  for (const [key, child] of Object.entries(value)) {
    const childPath = `${path}.${bare(key)}`;
    if (child !== undefined && isIn(childPath, summary)) result[key] = summaryOf(child, childPath, summary);
  }
  return result;
}

function hasChildren(path: string, summary: ReadonlySet<string>): boolean {
  for (const other of summary) if (other.startsWith(`${path}.`)) return true;
  return false;
}

function isIn(path: string, paths: ReadonlySet<string>): boolean {
  if (paths.has(path)) return true;
  const at = path.lastIndexOf(".") + 1;
  const stems = choiceStems(path.slice(at));
  return stems.some((stem) => paths.has(`${path.slice(0, at)}${stem}[x]`));
}

/** `value` asks for `valueQuantity`. */
function isChoiceOf(key: string, names: ReadonlySet<string>): boolean {
  return choiceStems(key).some((stem) => names.has(stem) || names.has(`${stem}[x]`));
}

/** What `[x]` could stand behind: every part of the key before a capital letter. */
function choiceStems(key: string): readonly string[] {
  return [...key.matchAll(/(?<=.)(?=[A-Z])/g)].map((match) => key.slice(0, match.index));
}

function marked(resource: JsonObject): JsonObject {
  const meta = isJsonObject(resource["meta"]) ? resource["meta"] : {};
  const tags = Array.isArray(meta["tag"]) ? (meta["tag"] as readonly JsonValue[]) : [];
  return { ...resource, meta: { ...meta, tag: [...tags, SUBSETTED] } };
}

function pathsOf(type: string): Paths {
  byType ??= readSummaries();
  return byType.get(type) ?? { summary: new Set(), mandatory: new Set() };
}

function readSummaries(): ReadonlyMap<string, Paths> {
  const text = readFileSync(new URL("./generated/summary.json", import.meta.url), "utf8");
  const data = JSON.parse(text) as Readonly<Record<string, SummaryData>>;
  return new Map(
    Object.entries(data).map(([type, { summary, mandatory }]) => [
      type,
      { summary: setOf(summary), mandatory: setOf(mandatory) },
    ]),
  );
}

function setOf(paths: string): ReadonlySet<string> {
  return new Set(paths.split(" "));
}
