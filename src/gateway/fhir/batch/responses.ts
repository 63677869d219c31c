import { isJsonObject, parseJson } from "../../../kernel/json.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import type { HttpReply } from "../question.ts";
import { labeled } from "../security-labels.ts";

/** One answer as an entry of the Bundle of answers (FHIR R4 Bundle, entry.response). */
export function responseOf({ status, headers, body }: HttpReply): JsonObject {
  const { location, etag } = headers;
  const resource = recordIn(headers["content-type"], body);
  const isDone = status < 400;
  return {
    ...(isDone && resource !== null ? { resource } : {}),
    response: {
      status: String(status),
      ...(location === undefined ? {} : { location }),
      ...(etag === undefined ? {} : { etag }),
      ...(isDone || resource === null ? {} : { outcome: resource }),
    },
  };
}

/** The Bundle of answers, labeled like everything that comes out (GW-23). */
export function responseBundle(type: "batch" | "transaction", entry: readonly JsonObject[]): JsonObject {
  return labeled({
    resourceType: "Bundle",
    type: `${type}-response`,
    ...(entry.length === 0 ? {} : { entry }),
  });
}

/** Content in another form than JSON of FHIR has no place in a Bundle of answers. */
function recordIn(type: string | undefined, body: Uint8Array | null): JsonObject | null {
  if (body === null || type?.startsWith("application/fhir+json") !== true) return null;
  const value = parseJson(body);
  return isJsonObject(value) ? value : null;
}
