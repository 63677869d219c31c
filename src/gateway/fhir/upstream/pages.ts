import { AppError } from "../../../kernel/errors.ts";
import { isJsonObject, parseJsonObject } from "../../../kernel/json.ts";
import type { JsonObject, JsonValue } from "../../../kernel/json.ts";
import type { UpstreamHttp, UpstreamReply } from "./http.ts";

/** One entry of a Bundle, as the upstream sent it. */
export type BundleEntry = JsonObject;

/**
 * The entries of a paged Bundle of this type, from its first page on. Pages are followed on the upstream's own
 * origin and below its base only, and not for ever.
 * @throws AppError `upstream_unreachable`, `upstream_invalid`, while it is read
 */
export async function* entriesFrom(
  http: UpstreamHttp,
  first: UpstreamReply,
  bundleType: "searchset" | "history",
): AsyncIterable<BundleEntry> {
  const path = http.base.pathname.replace(/\/$/, "");
  const followed = new Set<string>();
  let reply = first;
  for (;;) {
    const bundle = parsed(reply);
    if (bundle["resourceType"] !== "Bundle" || bundle["type"] !== bundleType)
      throw untrue(`it is no ${bundleType}`);
    yield* listOf(bundle["entry"]);
    const next = nextLink(bundle);
    if (next === undefined) return;
    const target = targetOnUpstream(next, http.base, path);
    if (followed.has(target) || followed.size >= http.limits.pages) throw untrue("its pages have no end");
    followed.add(target);
    reply = await http.get(target);
  }
}

/** The object in an answer. @throws AppError `upstream_invalid` for any other status than 200 and any other body */
export function parsed(reply: UpstreamReply): JsonObject {
  if (reply.status !== 200) throw untrue(`it answered with status \`${reply.status}\``);
  try {
    return parseJsonObject(reply.body);
  } catch (cause) {
    throw new AppError("upstream_invalid", "the upstream's answer is not readable json", { cause });
  }
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

function untrue(what: string): AppError {
  return new AppError("upstream_invalid", `the upstream's answer is not what was asked for: ${what}`);
}
