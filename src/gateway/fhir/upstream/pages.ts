import { AppError } from "../../../kernel/errors.ts";
import { isJsonObject, parseJsonObject } from "../../../kernel/json.ts";
import type { JsonObject, JsonValue } from "../../../kernel/json.ts";
import { whole } from "./http.ts";
import type { UpstreamHttp, UpstreamReply } from "./http.ts";
import type { Arrived } from "./incoming-answer.ts";

/** One entry of a Bundle, as the upstream sent it. */
export type BundleEntry = JsonObject;

export type BundleType = "searchset" | "history";

/** Reads one page: what it gives, and in the end where the next one is as the upstream wrote it; undefined: nowhere. */
export type PageReader<T> = (page: Arrived) => AsyncGenerator<T, string | undefined>;

/**
 * The entries of a paged Bundle of this type, from its first page on.
 * @throws AppError `upstream_unreachable`, `upstream_invalid`, while it is read
 */
export async function* entriesFrom(
  http: UpstreamHttp,
  first: Arrived,
  bundleType: BundleType,
): AsyncIterable<BundleEntry> {
  const read: PageReader<readonly BundleEntry[]> = async function* (page) {
    const { entries, next } = objectPage(await whole(page, http.limits), bundleType);
    yield entries;
    return next;
  };
  for await (const entries of pagesFrom(http, first, read)) yield* entries;
}

/**
 * What `read` makes of each page. Pages are followed on the upstream's own origin and below its base only, and not for
 * ever.
 */
export async function* pagesFrom<T>(
  http: UpstreamHttp,
  first: Arrived,
  read: PageReader<T>,
): AsyncIterable<T> {
  const path = http.base.pathname.replace(/\/$/, "");
  const followed = new Set<string>();
  let page = first;
  for (;;) {
    const next = yield* read(page);
    if (next === undefined) return;
    const target = targetOnUpstream(next, http.base, path);
    if (followed.has(target) || followed.size >= http.limits.pages) throw untrue("its pages have no end");
    followed.add(target);
    page = await http.get(target);
  }
}

/** @throws AppError `upstream_invalid` */
export function objectPage(
  reply: UpstreamReply,
  bundleType: BundleType,
): { readonly entries: readonly BundleEntry[]; readonly next: string | undefined } {
  const bundle = parsed(reply);
  checkType(bundle["resourceType"] === "Bundle" ? bundle["type"] : undefined, bundleType);
  return { entries: listOf(bundle["entry"]), next: nextLink(bundle) };
}

/** @throws AppError `upstream_invalid` where the Bundle is of another type */
export function checkType(type: JsonValue | undefined, wanted: BundleType): void {
  if (type !== wanted) throw untrue(`it is no ${wanted}`);
}

/** The object in an answer. @throws AppError `upstream_invalid` for any other status than 200 and any other body */
export function parsed(reply: UpstreamReply): JsonObject {
  checkStatus(reply);
  try {
    return parseJsonObject(reply.body);
  } catch (cause) {
    throw new AppError("upstream_invalid", "the upstream's answer is not readable json", { cause });
  }
}

/** @throws AppError `upstream_invalid` for any other status than 200 */
export function checkStatus({ status }: Pick<UpstreamReply, "status">): void {
  if (status !== 200) throw untrue(`it answered with status \`${status}\``);
}

function nextLink(bundle: JsonObject): string | undefined {
  const url = listOf(bundle["link"]).find((link) => link["relation"] === "next")?.["url"];
  return typeof url === "string" ? url : undefined;
}

/** Path and query of a page link. INVARIANT: neither token nor question goes to another origin. */
function targetOnUpstream(link: string, base: URL, path: string): string {
  const root = `${base.origin}${path}/`;
  if (!URL.canParse(link, root)) throw untrue("a page link is no url");
  const url = new URL(link, root);
  const isBelow = `${url.origin}${url.pathname}/`.startsWith(root);
  if (!isBelow) throw untrue("a page link leaves it");
  return url.pathname + url.search;
}

function listOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter(isJsonObject) : [];
}

/** The fault of an answer that does not say what it has to. */
export function untrue(what: string): AppError {
  return new AppError("upstream_invalid", `the upstream's answer is not what was asked for: ${what}`);
}
