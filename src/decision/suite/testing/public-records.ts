import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { isJsonObject, parseJson } from "../../../kernel/json.ts";
import type { JsonObject } from "../../../kernel/json.ts";

const DATA = join(import.meta.dirname, "../../../../../shared/data");

/** Public FHIR R4 records beside the repository, by where they come from; null where they are absent. */
export function readPublicRecords(): ReadonlyMap<string, readonly JsonObject[]> | null {
  if (!existsSync(DATA)) return null;
  return new Map([
    ["Synthea", textsIn("synthea").flatMap((text) => entriesOf(text))],
    ["US Core", textsIn("us-core").flatMap((text) => text.split("\n").filter(Boolean).map(resourceOf))],
  ]);
}

function textsIn(folder: string): readonly string[] {
  return readdirSync(join(DATA, folder))
    .filter((name) => name.endsWith(".gz"))
    .map((name) => gunzipSync(readFileSync(join(DATA, folder, name))).toString("utf8"));
}

function entriesOf(text: string): readonly JsonObject[] {
  const entries = resourceOf(text)["entry"];
  if (!Array.isArray(entries)) throw new Error("not a bundle");
  return entries.map((entry: JsonObject) => entry["resource"]).filter(isJsonObject);
}

function resourceOf(text: string): JsonObject {
  const value = parseJson(text);
  if (!isJsonObject(value)) throw new Error("not a resource");
  return value;
}
