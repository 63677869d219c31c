/** Records of an upstream as the text that it sent. */
import { isJsonObject } from "../../../kernel/json.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import type { BundleSpans, ByteScanner } from "../../../projection/bytes/types.ts";
import { SentRecord } from "../record/sent-record.ts";
import type { UpstreamHttp, UpstreamReply } from "./http.ts";
import type { BundleEntry } from "./pages.ts";
import { checkStatus, checkType, objectPage, pagesFrom } from "./pages.ts";

/** Finds the resources of a Bundle in its text. */
export type Splitter = Pick<ByteScanner, "split">;

/** The record in an answer. @throws AppError `upstream_invalid` for any other status than 200 */
export function recordIn(reply: UpstreamReply): SentRecord {
  checkStatus(reply);
  return SentRecord.ofText({ text: reply.body, span: { from: 0, until: reply.body.length } });
}

/**
 * The records of a searchset, page by page: what its entries say is an outcome or an include was not asked for. A page
 * of which the splitter is in doubt is read as objects.
 * @throws AppError `upstream_unreachable`, `upstream_invalid`, while it is read
 */
export function recordsFrom(
  http: UpstreamHttp,
  first: UpstreamReply,
  type: string,
  splitter: Splitter,
): AsyncIterable<readonly SentRecord[]> {
  return pagesFrom(http, first, (reply) => {
    checkStatus(reply);
    const spans = splitter.split(reply.body);
    return spans === null ? pageOfObjects(reply, type) : pageOfText(reply.body, spans);
  });
}

function pageOfText(text: Uint8Array, { type, entries, links }: BundleSpans) {
  checkType(type, "searchset");
  return {
    entries: entries
      .filter(({ mode }) => mode === null || mode === "match")
      .map((span) => SentRecord.ofText({ text, span })),
    next: links.find(({ relation }) => relation === "next")?.url,
  };
}

function pageOfObjects(reply: UpstreamReply, type: string) {
  const { entries, next } = objectPage(reply, "searchset");
  const records = entries.map((entry) => matchIn(entry, type)).filter((record) => record !== null);
  return { entries: records.map((record) => SentRecord.ofObject(record)), next };
}

/** The resource of the asked type; an entry that says it is an outcome or an include was not asked for. */
export function matchIn({ resource, search }: BundleEntry, type: string): JsonObject | null {
  const mode = isJsonObject(search) ? search["mode"] : undefined;
  if (mode !== undefined && mode !== "match") return null;
  return isJsonObject(resource) && resource["resourceType"] === type ? resource : null;
}
