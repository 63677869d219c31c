import { extname } from "node:path";
import { AppError } from "../kernel/errors.ts";
import { isJsonObject, type JsonObject, type JsonValue, parseJson } from "../kernel/json.ts";

/**
 * The resources of a text: one as JSON, a Bundle's, or one a line as NDJSON; the file's name says which.
 * @throws AppError `input_invalid` naming the file
 */
export function resourcesIn(text: string, file: string): readonly JsonObject[] {
  const lines = extname(file).toLowerCase() === ".json" ? [text] : text.split("\n");
  return lines.filter((line) => line.trim() !== "").flatMap((line) => unpacked(parseJson(line), file));
}

/** A Bundle stands for the resources in it. */
function unpacked(value: JsonValue, file: string): readonly JsonObject[] {
  if (!isJsonObject(value) || typeof value["resourceType"] !== "string") {
    throw new AppError("input_invalid", `\`${file}\` does not hold FHIR resources`, {
      hint: "give a resource or Bundle as .json, or one resource a line as .ndjson",
    });
  }
  if (value["resourceType"] !== "Bundle") return [value];
  const entries = Array.isArray(value["entry"]) ? (value["entry"] as readonly JsonValue[]) : [];
  return entries.flatMap((entry) =>
    isJsonObject(entry) && isJsonObject(entry["resource"]) ? [entry["resource"]] : [],
  );
}
