import { AppError } from "../../../kernel/errors.ts";
import { isJsonObject, parseJsonObject } from "../../../kernel/json.ts";
import type { JsonObject, JsonValue } from "../../../kernel/json.ts";
import { isLogicalId } from "../admit.ts";
import { formatQuery } from "../query.ts";
import type { QueryPair } from "../query.ts";
import { createUpstreamHttp } from "./http.ts";
import type { UpstreamHttp, UpstreamReply } from "./http.ts";
import type { FhirUpstream, UpstreamOptions } from "./types.ts";

const NO_POST_SEARCH: ReadonlySet<number> = new Set([404, 405, 501]);
const ABSENT: ReadonlySet<number> = new Set([404, 410]);

/**
 * A client of one FHIR R4 server over HTTP. Searches go by POST `_search`, so that patient ids and codes
 * stay out of its access log; pages are followed on its own origin and below its own base only.
 * @throws AppError `config_invalid` when the base URL is none
 */
export function createUpstream(options: UpstreamOptions): FhirUpstream & { close(): Promise<void> } {
  const http = createUpstreamHttp(options);
  const path = http.base.pathname.replace(/\/$/, "");
  return {
    read: async (type, id) => {
      if (!isLogicalId(id)) return null;
      const reply = await http.get(`${path}/${type}/${encodeURIComponent(id)}`);
      return ABSENT.has(reply.status) ? null : parsed(reply);
    },
    search: async function* (type, parameters) {
      let reply = await searchBy(
        http,
        `${path}/${type}`,
        [...parameters, ["_count", String(http.limits.pageSize)]],
        options.allowGetSearch ?? false,
      );
      const followed = new Set<string>();
      for (;;) {
        const bundle = searchset(parsed(reply));
        yield* resourcesIn(bundle, type);
        const next = nextLink(bundle);
        if (next === undefined) return;
        const target = targetOnUpstream(next, http.base, path);
        if (followed.has(target) || followed.size >= http.limits.pages) throw untrue("its pages have no end");
        followed.add(target);
        reply = await http.get(target);
      }
    },
    close: () => http.close(),
  };
}

async function searchBy(
  http: UpstreamHttp,
  typePath: string,
  parameters: readonly QueryPair[],
  allowGet: boolean,
): Promise<UpstreamReply> {
  const form = formatQuery(parameters);
  const reply = await http.post(`${typePath}/_search`, form);
  return allowGet && NO_POST_SEARCH.has(reply.status) ? http.get(`${typePath}?${form}`) : reply;
}

function parsed(reply: UpstreamReply): JsonObject {
  if (reply.status !== 200) throw untrue(`it answered with status \`${reply.status}\``);
  try {
    return parseJsonObject(reply.body);
  } catch (cause) {
    throw new AppError("upstream_invalid", "the upstream's answer is not readable json", { cause });
  }
}

function searchset(bundle: JsonObject): JsonObject {
  if (bundle["resourceType"] !== "Bundle" || bundle["type"] !== "searchset")
    throw untrue("it is no searchset");
  return bundle;
}

/** The resources of the asked type; an entry that says it is an outcome or an include was not asked for. */
function* resourcesIn(bundle: JsonObject, type: string): Iterable<JsonObject> {
  for (const entry of listOf(bundle["entry"])) {
    const [resource, search] = [entry["resource"], entry["search"]];
    const mode = isJsonObject(search) ? search["mode"] : undefined;
    if (mode !== undefined && mode !== "match") continue;
    if (isJsonObject(resource) && resource["resourceType"] === type) yield resource;
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
