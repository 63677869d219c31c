/** Records of an upstream as the text that it sent. */
import { isJsonObject } from "../../../kernel/json.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import type { BundleSpans, ByteScanner } from "../../../projection/bytes/types.ts";
import { SentRecord } from "../record/sent-record.ts";
import type { UpstreamHttp, UpstreamReply } from "./http.ts";
import type { Arrived } from "./incoming-answer.ts";
import { PageCutter } from "./page-cutter.ts";
import type { BundleEntry } from "./pages.ts";
import { checkStatus, checkType, objectPage, pagesFrom } from "./pages.ts";

/** Finds the resources of a Bundle in its text. */
export type Splitter = Pick<ByteScanner, "split">;

/** The record in an answer. @throws AppError `upstream_invalid` for any other status than 200 */
export function recordIn(reply: UpstreamReply): SentRecord {
  checkStatus(reply);
  return SentRecord.ofText(reply.body);
}

/**
 * The records of a searchset, page by page: what its entries say is an outcome or an include was not asked for. A page
 * of which the splitter is in doubt is read as objects; one that is too long to be held is read entry by entry.
 * @throws AppError `upstream_unreachable`, `upstream_invalid`, while it is read
 */
export function recordsFrom(
  http: UpstreamHttp,
  first: Arrived,
  type: string,
  splitter: Splitter,
): AsyncIterable<readonly SentRecord[]> {
  return pagesFrom(http, first, async function* (page) {
    checkStatus(page);
    if (page.more !== null) return yield* cutPage(page, page.more, type, splitter, http.limits.heldBytes);
    const { records, next } = pageOf(page.body, type, splitter);
    yield records;
    return next;
  });
}

interface ReadPage {
  readonly records: readonly SentRecord[];
  readonly next: string | undefined;
}

function pageOf(text: Uint8Array, type: string, splitter: Splitter): ReadPage {
  const spans = splitter.split(text);
  return spans === null ? pageOfObjects(text, type) : pageOfText(text, spans);
}

/** Its entries go into small Bundles as they come; what is left is a Bundle without entries. */
async function* cutPage(
  { body }: Arrived,
  more: AsyncIterable<Uint8Array>,
  type: string,
  splitter: Splitter,
  mostBytes: number,
): AsyncGenerator<readonly SentRecord[], string | undefined> {
  const cutter = new PageCutter(mostBytes);
  const cut = (part: Uint8Array): readonly SentRecord[] =>
    pageOf(bundleOf(cutter.take(part)), type, splitter).records;
  yield cut(body);
  for await (const part of more) yield cut(part);
  return pageOf(cutter.frame(), type, splitter).next;
}

function bundleOf(entries: readonly Uint8Array[]): Uint8Array {
  const pieces = entries.flatMap((entry, at) => (at === 0 ? [entry] : [COMMA, entry]));
  return Buffer.concat([HEAD, ...pieces, TAIL]);
}

const HEAD = Buffer.from('{"resourceType":"Bundle","type":"searchset","entry":[');
const [COMMA, TAIL] = [Buffer.from(","), Buffer.from("]}")];

function pageOfText(text: Uint8Array, { type, entries, links }: BundleSpans): ReadPage {
  checkType(type, "searchset");
  return {
    records: SentRecord.allOf(
      text,
      entries.filter(({ mode }) => mode === null || mode === "match"),
    ),
    next: links.find(({ relation }) => relation === "next")?.url,
  };
}

function pageOfObjects(text: Uint8Array, type: string): ReadPage {
  const { entries, next } = objectPage({ status: 200, body: text }, "searchset");
  const records = entries.map((entry) => matchIn(entry, type)).filter((record) => record !== null);
  return { records: records.map((record) => SentRecord.ofObject(record)), next };
}

/** The resource of the asked type; an entry that says it is an outcome or an include was not asked for. */
export function matchIn({ resource, search }: BundleEntry, type: string): JsonObject | null {
  const mode = isJsonObject(search) ? search["mode"] : undefined;
  if (mode !== undefined && mode !== "match") return null;
  return isJsonObject(resource) && resource["resourceType"] === type ? resource : null;
}
