import { stringifyJson } from "../../src/kernel/json.ts";
import type { JsonObject } from "../../src/kernel/json.ts";
import type { Hospital } from "../hospital.ts";

/** A record as a line of its own. */
export function ndjsonLine(record: JsonObject): string {
  return `${stringifyJson(record)}\n`;
}

/** The charts as newline-delimited JSON, one resource a line; of all types, or of those named. */
export function* ndjsonLines(hospital: Hospital, types?: readonly string[]): Generator<string> {
  for (const resource of hospital.resources) {
    const type = resource["resourceType"];
    if (types === undefined || (typeof type === "string" && types.includes(type))) yield ndjsonLine(resource);
  }
}
