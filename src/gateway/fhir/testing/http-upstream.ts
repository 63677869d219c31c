import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { JsonObject } from "../../../kernel/json.ts";
import { stringifyJson } from "../../../kernel/json.ts";
import { CANARY } from "./charts.ts";

/** One request as an upstream saw it. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A FHIR server over HTTP whose answers a test writes by hand. */
export interface HttpUpstream {
  /** `http://127.0.0.1:port/fhir` */
  readonly baseUrl: string;
  readonly origin: string;
  readonly seen: Seen[];
  /** Answers every request from now on. */
  answer: (seen: Seen, response: ServerResponse) => void;
  close(): Promise<void>;
}

/** Headers that an upstream may leak with, on every answer. */
const LEAKY = {
  "x-patient": CANARY,
  etag: `W/"${CANARY}"`,
  "last-modified": "Mon, 05 Jan 2026 10:00:00 GMT",
  location: CANARY,
};

export async function startHttpUpstream(): Promise<HttpUpstream> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const one = { method: request.method ?? "", url: request.url ?? "", headers: request.headers, body };
      seen.push(one);
      upstream.answer(one, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const upstream: HttpUpstream = {
    baseUrl: `${origin}/fhir`,
    origin,
    seen,
    answer: (_, response) => send(response, 404, "{}"),
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return upstream;
}

/** Answers with these bytes and leaky headers. */
export function send(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/fhir+json", ...LEAKY, ...headers });
  response.end(body);
}

export function sendJson(response: ServerResponse, resource: JsonObject): void {
  send(response, 200, stringifyJson(resource));
}

/** A searchset as an honest server sends it; `next` is its next link. */
export function searchsetOf(resources: readonly JsonObject[], next?: string): JsonObject {
  const link = next === undefined ? [] : [{ relation: "next", url: next }];
  const entry = resources.map((resource) => ({ resource, search: { mode: "match" } }));
  return { resourceType: "Bundle", type: "searchset", link, entry };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
