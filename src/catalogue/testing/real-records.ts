/** Real FHIR R4 material beside the repository, where there is any. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { parseJson } from "../../kernel/json.ts";
import type { JsonObject, JsonValue } from "../../kernel/json.ts";
import { isJsonObject } from "../../kernel/json.ts";

const FOLDER = new URL("../../../../shared/data/", import.meta.url);

/** Undefined when the material is absent. */
export function realRecords(): readonly JsonObject[] | undefined {
  if (!existsSync(FOLDER)) return undefined;
  const bundles = filesIn("synthea/", ".json.gz").flatMap((text) => entriesOf(parseJson(text)));
  const examples = filesIn("us-core/", ".ndjson.gz").flatMap((text) =>
    text
      .trim()
      .split("\n")
      .map((line) => parseJson(line)),
  );
  return [...bundles, ...examples].filter(isJsonObject);
}

function filesIn(folder: string, suffix: string): readonly string[] {
  return readdirSync(new URL(folder, FOLDER))
    .filter((name) => name.endsWith(suffix))
    .toSorted()
    .map((name) => gunzipSync(readFileSync(new URL(folder + name, FOLDER))).toString("utf8"));
}

function entriesOf(bundle: JsonValue): readonly JsonValue[] {
  const entries =
    isJsonObject(bundle) && Array.isArray(bundle["entry"]) ? (bundle["entry"] as readonly JsonValue[]) : [];
  return entries.filter(isJsonObject).map((entry) => entry["resource"] ?? null);
}
