import type { JsonObject } from "../../kernel/json.ts";
import type { Tally } from "./tally.ts";
import type { FileOptions } from "./types.ts";

/** What of one record may stand in the file; null when it is not there for the caller. */
export function projectRecord(resource: JsonObject, options: FileOptions, tally: Tally): JsonObject | null {
  const view = options.viewFor(resource);
  if (view === null) {
    tally.record(null, false, options);
    return null;
  }
  const projected = options.projection.project(resource, view, options.context);
  tally.record(projected, projected.resource !== null, options);
  return projected.resource;
}
