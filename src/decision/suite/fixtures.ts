import { AppError } from "../../kernel/errors.ts";
import { isJsonObject, parseJson } from "../../kernel/json.ts";
import type { JsonObject } from "../../kernel/json.ts";
import type { PolicyFile } from "../../policy/types.ts";
import { CONTROL } from "./types.ts";
import type { Fixtures } from "./types.ts";

/**
 * Fixtures by their file name without folder and `.json`, one FHIR resource a file.
 * AppError `input_invalid` for a file that is no resource, a name taken twice or a reserved name.
 */
export function readFixtures(files: readonly PolicyFile[]): Fixtures {
  const fixtures = new Map<string, JsonObject>();
  for (const { path, text } of files) {
    const name = path.slice(path.lastIndexOf("/") + 1).replace(/\.json$/u, "");
    if (name === CONTROL || fixtures.has(name))
      throw new AppError("input_invalid", `the fixture name \`${path}\` is taken`);
    const resource = parseJson(text);
    if (!isJsonObject(resource) || typeof resource["resourceType"] !== "string")
      throw new AppError("input_invalid", `\`${path}\` is not a FHIR resource`);
    fixtures.set(name, resource);
  }
  return fixtures;
}
