import { parseJsonObject, stringifyJson } from "../../../kernel/json.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import type { HttpReply } from "../question.ts";
import { bodyAsking } from "./asking.ts";
import type { Asking, SendBack } from "./asking.ts";

/** Addresses below the base of every gateway under test, in members that a client follows; never `fullUrl`. */
const ADDRESS = /"(?:url|location)":"http:\/\/gateway\.test\/fhir(\/[^"]+)"/g;
const LINKS_OF_ONE_ANSWER = 4;

/** What a client asks next because of an answer: pages, files, locations, the edited record, the same with its tag. */
export function followUps(asking: Asking, reply: HttpReply): readonly Asking[] {
  const etag = reply.headers["etag"];
  if (asking.back !== undefined) return reply.status === 200 ? [sentBack(asking, asking.back, reply)] : [];
  const own = asking.as === undefined ? {} : { as: asking.as };
  const found: Asking[] = [...versionsIn(asking, reply)];
  if (asking.tagIn !== undefined && etag !== undefined) {
    const { tagIn, ...rest } = asking;
    found.push({ ...rest, headers: { ...rest.headers, [tagIn]: etag } });
  }
  for (const target of linksIn(reply)) {
    found.push({ target, ...own });
    if (asking.handTo !== undefined) found.push({ target, as: asking.handTo });
  }
  return found;
}

function sentBack({ target, tagIn }: Asking, back: SendBack, reply: HttpReply): Asking {
  const etag = reply.headers["etag"];
  const resource: Record<string, JsonObject[string]> = {
    ...parseJsonObject(reply.body ?? new Uint8Array()),
    ...parseJsonObject(JSON.stringify(back.set)),
  };
  for (const [name, value] of Object.entries(back.set)) if (value === null) delete resource[name];
  const headers: Record<string, string> = tagIn === undefined || etag === undefined ? {} : { [tagIn]: etag };
  const [path = ""] = target.split("?");
  const to = back.target ?? path;
  if (back.within === undefined) return bodyAsking(back.method, to, stringifyJson(resource), headers);
  const entry = [{ resource, request: { method: back.method, url: to.slice(1) } }];
  return bodyAsking("POST", "", stringifyJson({ resourceType: "Bundle", type: back.within, entry }));
}

const VERSION = /"etag":"W\/\\"([^"\\]+)/g;
const VERSIONS_OF_ONE_ANSWER = 2;

/** A version is read by the id that a history gave it. */
function versionsIn({ target }: Asking, { body }: HttpReply): readonly Asking[] {
  const [history = ""] = /^\/[A-Za-z]+\/[^/?]+\/_history(?=$|\?)/.exec(target) ?? [];
  if (history === "" || body === null) return [];
  const ids = [...Buffer.from(body).toString("utf8").matchAll(VERSION)].flatMap(([, id]) => id ?? []);
  return ids.slice(0, VERSIONS_OF_ONE_ANSWER).map((id) => ({ target: `${history}/${id}` }));
}

/** Targets below our base that an answer names, each once. */
function linksIn({ headers, body }: HttpReply): readonly string[] {
  const text = body === null ? "" : Buffer.from(body).toString("utf8");
  const named = [headers["location"], headers["content-location"]].flatMap(
    (url) => url?.split("/fhir")[1] ?? [],
  );
  const written = [...text.matchAll(ADDRESS)].flatMap(([, target]) => target ?? []);
  return [...new Set([...named, ...written])].slice(0, LINKS_OF_ONE_ANSWER);
}
