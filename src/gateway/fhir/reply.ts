import type { Reason } from "../../decision/types.ts";
import { statusOf } from "../../kernel/http-status.ts";
import { outcomeOf } from "./outcome.ts";
import type { FhirAnswer, HttpReply } from "./question.ts";
import { Written } from "./record/written.ts";
import { METHODS } from "./route.ts";

type Headers = Readonly<Record<string, string>>;

/** The same on every answer, so that no header tells one from another. */
const COMMON: Headers = {
  "cache-control": "no-store",
  vary: "Authorization, X-Purpose-Of-Use, X-Case, Accept",
  "x-content-type-options": "nosniff",
};

/** An answer as bytes. */
export function replyWith(
  { status, resource, etag, headers, content }: FhirAnswer,
  entryId: string,
): HttpReply {
  const head = { ...COMMON, ...headers, "x-request-id": entryId, ...(etag === null ? {} : { etag }) };
  if (content !== undefined) return sized(status, head, content.type, content.bytes);
  return status === 304 || resource === null
    ? { status, headers: head, body: null }
    : written(status, head, resource);
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
    ...(code === 405 ? { allow: METHODS.join(", ") } : {}),
  };
  return written(code, headers, Written.ofObject(outcomeOf(reasons)));
}

function written(status: number, headers: Headers, { bytes }: Written): HttpReply {
  return sized(status, headers, "application/fhir+json; charset=utf-8", bytes);
}

function sized(status: number, headers: Headers, type: string, body: Uint8Array): HttpReply {
  const own = { "content-type": type, "content-length": String(body.length) };
  return { status, headers: { ...headers, ...own }, body };
}
