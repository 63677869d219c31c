/** Real FHIR R4 resources made by others, where the machine has them; they are not part of the project. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { isJsonObject, parseJson } from "../../kernel/json.ts";
import type { JsonArray, JsonObject, JsonValue } from "../../kernel/json.ts";

const DATA = new URL("../../../../shared/data/", import.meta.url);

export const realDataAbsent = !existsSync(new URL("synthea/", DATA));
/** For the titles of tests that need them. */
export const SKIPPED = realDataAbsent ? " (skipped: no sample data at ../shared/data)" : "";

/** Every resource of the US Core examples and, up to `syntheaFiles`, of Synthea's bundles. */
export function realResources(syntheaFiles = Number.POSITIVE_INFINITY): JsonObject[] {
  const usCore = filesIn("us-core/", ".ndjson.gz").flatMap((bytes) =>
    bytes
      .toString("utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => parseJson(line)),
  );
  const synthea = filesIn("synthea/", ".json.gz", syntheaFiles).flatMap((bytes) =>
    entriesOf(parseJson(bytes)),
  );
  return [...usCore, ...synthea].filter(isJsonObject);
}

function filesIn(folder: string, ending: string, limit = Number.POSITIVE_INFINITY): Buffer[] {
  const names = readdirSync(new URL(folder, DATA)).filter((name) => name.endsWith(ending));
  return names
    .toSorted()
    .slice(0, limit)
    .map((name) => gunzipSync(readFileSync(new URL(folder + name, DATA))));
}

function entriesOf(bundle: JsonValue): readonly JsonValue[] {
  if (!isJsonObject(bundle) || !Array.isArray(bundle["entry"])) return [];
  return (bundle["entry"] as JsonArray).filter(isJsonObject).map((entry) => entry["resource"] ?? null);
}
