import { isLogicalId } from "../admit.ts";
import { formatQuery } from "../query.ts";
import type { QueryPair } from "../query.ts";
import { readHistory } from "./history.ts";
import { createUpstreamHttp, whole } from "./http.ts";
import type { UpstreamHttp, UpstreamReply } from "./http.ts";
import type { Arrived } from "./incoming-answer.ts";
import { entriesFrom, parsed } from "./pages.ts";
import { matchIn, recordIn, recordsFrom } from "./records.ts";
import type { Splitter } from "./records.ts";
import type { FhirUpstream, UpstreamOptions } from "./types.ts";

const NO_POST_SEARCH: ReadonlySet<number> = new Set([404, 405, 501]);
const ABSENT: ReadonlySet<number> = new Set([404, 410]);

/**
 * A client of one FHIR R4 server over HTTP. Searches go by POST `_search`, so that patient ids and codes
 * stay out of its access log; pages are followed on its own origin and below its own base only. With a splitter it gives
 * records as text, too.
 * @throws AppError `config_invalid` when the base URL is none
 */
export function createUpstream(
  options: UpstreamOptions,
  splitter: Splitter | null = null,
): FhirUpstream & { close(): Promise<void> } {
  const http = createUpstreamHttp(options);
  const path = http.base.pathname.replace(/\/$/, "");
  const read = async (type: string, id: string): Promise<UpstreamReply | null> => {
    const reply = isLogicalId(id) ? await http.get(`${path}/${type}/${encodeURIComponent(id)}`) : null;
    return reply === null || ABSENT.has(reply.status) ? null : whole(reply, http.limits);
  };
  const search = (type: string, parameters: readonly QueryPair[]): Promise<Arrived> =>
    searchBy(
      http,
      `${path}/${type}`,
      [...parameters, ["_count", String(http.limits.pageSize)]],
      options.allowGetSearch ?? false,
    );
  return {
    baseUrl: http.base.origin + path,
    read: async (type, id) => {
      const reply = await read(type, id);
      return reply && parsed(reply);
    },
    search: async function* (type, parameters) {
      for await (const entry of entriesFrom(http, await search(type, parameters), "searchset")) {
        const resource = matchIn(entry, type);
        if (resource !== null) yield resource;
      }
    },
    ...(splitter === null
      ? {}
      : {
          texts: {
            read: async (type, id) => {
              const reply = await read(type, id);
              return reply && recordIn(reply);
            },
            search: async function* (type, parameters) {
              yield* recordsFrom(http, await search(type, parameters), type, splitter);
            },
          },
        }),
    history: (type, id) => readHistory(http, type, id),
    close: () => http.close(),
  };
}

async function searchBy(
  http: UpstreamHttp,
  typePath: string,
  parameters: readonly QueryPair[],
  allowGet: boolean,
): Promise<Arrived> {
  const form = formatQuery(parameters);
  const reply = await http.post(`${typePath}/_search`, form);
  return allowGet && NO_POST_SEARCH.has(reply.status) ? http.get(`${typePath}?${form}`) : reply;
}
