import { isJsonObject } from "../../../kernel/json.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { isLogicalId } from "../admit.ts";
import { formatQuery } from "../query.ts";
import type { QueryPair } from "../query.ts";
import { readHistory } from "./history.ts";
import { createUpstreamHttp } from "./http.ts";
import type { UpstreamHttp, UpstreamReply } from "./http.ts";
import { entriesFrom, parsed } from "./pages.ts";
import type { BundleEntry } from "./pages.ts";
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
    baseUrl: http.base.origin + path,
    read: async (type, id) => {
      if (!isLogicalId(id)) return null;
      const reply = await http.get(`${path}/${type}/${encodeURIComponent(id)}`);
      return ABSENT.has(reply.status) ? null : parsed(reply);
    },
    search: async function* (type, parameters) {
      const reply = await searchBy(
        http,
        `${path}/${type}`,
        [...parameters, ["_count", String(http.limits.pageSize)]],
        options.allowGetSearch ?? false,
      );
      for await (const entry of entriesFrom(http, reply, "searchset")) {
        const resource = matchIn(entry, type);
        if (resource !== null) yield resource;
      }
    },
    history: (type, id) => readHistory(http, type, id),
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

/** The resource of the asked type; an entry that says it is an outcome or an include was not asked for. */
function matchIn({ resource, search }: BundleEntry, type: string): JsonObject | null {
  const mode = isJsonObject(search) ? search["mode"] : undefined;
  if (mode !== undefined && mode !== "match") return null;
  return isJsonObject(resource) && resource["resourceType"] === type ? resource : null;
}
