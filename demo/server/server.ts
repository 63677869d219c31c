import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { isResourceType } from "../../src/catalogue/fhir-r4/definitions.ts";
import { AppError } from "../../src/kernel/errors.ts";
import { isJsonObject, parseJson, stringifyJson } from "../../src/kernel/json.ts";
import type { JsonValue } from "../../src/kernel/json.ts";
import type { Day } from "../calendar.ts";
import type { Hospital } from "../hospital.ts";
import { outcomeText, searchsetText } from "./bundle.ts";
import { capabilityText } from "./capability.ts";
import { ServerFault } from "./faults.ts";
import { historyText, versionOf, versionsOf } from "./history.ts";
import { SavedSearches } from "./paging.ts";
import type { SavedSearch } from "./paging.ts";
import { parseQuery } from "./query.ts";
import { ResourceStore } from "./resource-store.ts";
import type { Stored } from "./resource-store.ts";
import { search } from "./search.ts";
import { writeBundle } from "./transaction.ts";
import { Writer } from "./writes.ts";
import type { Write } from "./writes.ts";

const LOOPBACK = new Set(["127.0.0.1", "::1", "localhost"]);
const MOST_BODY_BYTES = 4_000_000;

export interface DemoServer {
  /** Base URL without a slash at the end: `http://127.0.0.1:49152/fhir`. */
  readonly url: string;
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly port: number;
  readonly host: string;
}

export interface ServedRecords {
  readonly store: ResourceStore;
  /** The day the charts stand at. */
  readonly today: Day;
}

/**
 * Serves the hospital's charts raw, as an EHR would: read, search and write of FHIR R4 over JSON. What is written lasts until
 * the server is closed: the charts are drawn anew at each start.
 * Port 0 takes a free one. Throws `demo_not_loopback` for any other than a loopback host, `port_busy` when taken.
 */
export function startDemoServer(hospital: Hospital, options: ListenOptions): Promise<DemoServer> {
  return serveRecords({ store: ResourceStore.of(hospital.resources), today: hospital.today }, options);
}

/** Serves what a store holds; otherwise as `startDemoServer`. */
export async function serveRecords(records: ServedRecords, options: ListenOptions): Promise<DemoServer> {
  if (!LOOPBACK.has(options.host)) {
    throw new AppError("demo_not_loopback", `the demo hospital does not listen on \`${options.host}\``, {
      hint: "Use 127.0.0.1.",
    });
  }
  const handler = new Handler(records);
  const server = createServer((request, response) => void handler.handle(request, response));
  server.listen(options.port, options.host);
  await once(server, "listening").catch((cause: unknown) => {
    throw new AppError("port_busy", `cannot listen on port \`${options.port}\``, { cause });
  });
  const { port } = server.address() as AddressInfo;
  const host = options.host === "::1" ? "[::1]" : options.host;
  handler.base = `http://${host}:${port}/fhir`;
  return {
    url: handler.base,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((cause) => (cause === undefined ? resolve() : reject(cause)));
        server.closeAllConnections();
      }),
  };
}

interface Reply {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

class Handler {
  base = "";
  readonly #today: Day;
  readonly #store: ResourceStore;
  readonly #writer: Writer;
  readonly #saved = new SavedSearches();

  constructor({ store, today }: ServedRecords) {
    this.#today = today;
    this.#store = store;
    this.#writer = new Writer(store);
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reply = await this.#answer(request).catch(replyToFault);
    response.writeHead(reply.status, {
      "content-type": "application/fhir+json; charset=utf-8",
      ...reply.headers,
    });
    response.end(request.method === "HEAD" ? "" : reply.body);
  }

  async #answer(request: IncomingMessage): Promise<Reply> {
    const url = new URL(request.url ?? "/", "http://loopback");
    const path = url.pathname
      .replace(/^\/fhir(?=\/|$)/, "")
      .split("/")
      .filter((part) => part !== "");
    const [type = "", id] = path;
    const isForm = request.method === "POST" && id === "_search" && path.length === 2;
    if (!isForm && request.method !== "GET" && request.method !== "HEAD")
      return this.#write(request, { type, id: id ?? null, criteria: url.searchParams, depth: path.length });
    if (type === "metadata")
      return { status: 200, body: capabilityText(this.#store, this.base, this.#today) };
    if (url.searchParams.has("_getpages")) return this.#nextPage(url.searchParams);
    if (isResourceType(type) && id !== undefined && path[2] === "_history" && path.length <= 4)
      return this.#history(type, id, path[3]);
    if (!isResourceType(type) || path.length > 2)
      throw new ServerFault(404, "not-supported", "there is no such place on this server");
    if (isForm) return this.#search(type, await readForm(request, url.searchParams), null);
    return id === undefined
      ? this.#search(type, url.searchParams, `${this.base}/${type}${url.search}`)
      : this.#read(type, id);
  }

  async #write(
    request: IncomingMessage,
    { depth, ...target }: Pick<Write, "type" | "id" | "criteria"> & { readonly depth: number },
  ): Promise<Reply> {
    const { method } = request;
    const body = method === "DELETE" ? null : await readJson(request);
    if (depth === 0 && method === "POST")
      return { status: 200, body: writeBundle(body, this.#store, this.#writer) };
    const isPlace = isResourceType(target.type) && depth <= (method === "POST" ? 1 : 2);
    if (!isPlace || !isWriting(method))
      throw new ServerFault(405, "not-supported", "there is nothing to write at this place");
    const { "if-match": ifMatch, "if-none-exist": ifNoneExist } = request.headers;
    const once = Array.isArray(ifNoneExist) ? ifNoneExist.join() : ifNoneExist;
    const { status, stored } = this.#writer.write({ ...target, method, ifMatch, ifNoneExist: once, body });
    if (stored === null) return { status, body: "" };
    const location = `${this.base}/${stored.type}/${stored.id}`;
    return { status, body: stored.text, headers: { ...versionHeaders(stored), location } };
  }

  #read(type: string, id: string): Reply {
    const stored = this.#store.read(type, id);
    if (stored === undefined) throw new ServerFault(404, "not-found", `\`${type}/${id}\` is not known`);
    return { status: 200, body: stored.text, headers: versionHeaders(stored) };
  }

  /** All versions of a record, or the one that is named. */
  #history(type: string, id: string, version: string | undefined): Reply {
    const versions = versionsOf(this.#store, type, id);
    const found =
      version === undefined ? undefined : versions.find((one) => String(versionOf(one)) === version);
    if (versions.length === 0 || (version !== undefined && found === undefined))
      throw new ServerFault(404, "not-found", `\`${type}/${id}\` is not known in this version`);
    return {
      status: 200,
      body: found === undefined ? historyText(this.base, versions) : stringifyJson(found),
    };
  }

  #search(type: string, parameters: URLSearchParams, self: string | null): Reply {
    const query = parseQuery(this.#store, type, parameters);
    const matches = search(this.#store, query);
    if (query.countOnly)
      return {
        status: 200,
        body: searchsetText({ base: this.base, matches, offset: 0, count: 0, total: true, self, next: null }),
      };
    return this.#page({ query, matches }, { key: null, offset: 0, self });
  }

  #nextPage(parameters: URLSearchParams): Reply {
    const key = parameters.get("_getpages") ?? "";
    const offset = Number(parameters.get("_offset") ?? "0");
    if (!Number.isSafeInteger(offset) || offset < 0)
      throw new ServerFault(400, "invalid", "`_offset` is not a whole number");
    return this.#page(this.#saved.find(key), { key, offset, self: this.#pageUrl(key, offset) });
  }

  #page(
    saved: SavedSearch,
    at: { readonly key: string | null; readonly offset: number; readonly self: string | null },
  ): Reply {
    const { query, matches } = saved;
    const further = at.offset + query.count;
    const next = further < matches.length ? this.#pageUrl(at.key ?? this.#saved.save(saved), further) : null;
    const page = {
      base: this.base,
      matches,
      offset: at.offset,
      count: query.count,
      total: query.total,
      self: at.self,
      next,
    };
    return { status: 200, body: searchsetText(page) };
  }

  #pageUrl(key: string, offset: number): string {
    return `${this.base}?_getpages=${key}&_offset=${offset}`;
  }
}

function versionHeaders(stored: Stored): Record<string, string> {
  const meta = stored.resource["meta"];
  if (!isJsonObject(meta) || typeof meta["versionId"] !== "string" || typeof meta["lastUpdated"] !== "string")
    return {};
  return { etag: `W/"${meta["versionId"]}"`, "last-modified": new Date(meta["lastUpdated"]).toUTCString() };
}

function isWriting(method: string | undefined): method is Write["method"] {
  return method === "POST" || method === "PUT" || method === "PATCH" || method === "DELETE";
}

async function readJson(request: IncomingMessage): Promise<JsonValue> {
  if (!/^application\/(?:fhir\+|json-patch\+)?json\b/.test(request.headers["content-type"] ?? ""))
    throw new ServerFault(415, "invalid", "records are written as json");
  const bytes = await readBytes(request);
  try {
    return parseJson(bytes);
  } catch {
    throw new ServerFault(400, "structure", "the body is not json");
  }
}

async function readForm(request: IncomingMessage, query: URLSearchParams): Promise<URLSearchParams> {
  if (!(request.headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded")) {
    throw new ServerFault(415, "invalid", "a search by POST is sent as a form");
  }
  const bytes = await readBytes(request);
  return new URLSearchParams([...query, ...new URLSearchParams(bytes.toString("utf8"))]);
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes > MOST_BODY_BYTES) throw new ServerFault(413, "too-long", "the body is too long");
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

function replyToFault(fault: unknown): Reply {
  if (fault instanceof ServerFault)
    return { status: fault.status, body: outcomeText(fault.issue, fault.message) };
  return { status: 500, body: outcomeText("exception", "the demo hospital failed") };
}
