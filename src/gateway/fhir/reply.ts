import type { Reason } from "../../decision/types.ts";
import { statusOf } from "../../kernel/http-status.ts";
import { stringifyJson } from "../../kernel/json.ts";
import type { JsonObject } from "../../kernel/json.ts";
import { outcomeOf } from "./outcome.ts";
import type { FhirAnswer, HttpReply } from "./question.ts";

type Headers = Readonly<Record<string, string>>;

/** The same on every answer, so that no header tells one from another. */
const COMMON: Headers = {
  "cache-control": "no-store",
  vary: "Authorization, X-Purpose-Of-Use, X-Case, Accept",
  "x-content-type-options": "nosniff",
};

/** An answer as bytes. */
export function replyWith({ status, resource, etag }: FhirAnswer, entryId: string): HttpReply {
  const headers = { ...COMMON, "x-request-id": entryId, ...(etag === null ? {} : { etag }) };
  return status === 304 ? { status, headers, body: null } : written(status, headers, resource);
}

/**
 * A denial as bytes. `status` overrides the reason's own where HTTP has a closer one (405, 406, 413, 415).
 * Without an entry id there was no record, and no decision id to give.
 */
export function denialWith(reasons: readonly Reason[], entryId: string | null, status?: number): HttpReply {
  const code = status ?? statusOf(reasons[0]?.code ?? "evaluation_error");
  const headers = {
    ...COMMON,
    ...(entryId === null ? {} : { "x-request-id": entryId }),
    ...(code === 401 ? { "www-authenticate": 'Bearer realm="modicum"' } : {}),
    ...(code === 405 ? { allow: "GET, HEAD, POST" } : {}),
  };
  return written(code, headers, outcomeOf(reasons));
}

function written(status: number, headers: Headers, resource: JsonObject): HttpReply {
  const body = Buffer.from(stringifyJson(resource));
  const type = {
    "content-type": "application/fhir+json; charset=utf-8",
    "content-length": String(body.length),
  };
  return { status, headers: { ...headers, ...type }, body };
}
