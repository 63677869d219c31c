/**
 * The proxy that a Node programmer would write: node:http, an undici pool, JSON.parse, the object-level projection under
 * the same view, JSON.stringify. It decides nothing and records nothing. Run as a process of its own:
 * `tsx node-proxy.ts <upstream> <port> <vector file>`.
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Pool } from "undici";
import type { Catalogue } from "../../src/catalogue/types.ts";
import type { JsonObject } from "../../src/kernel/json.ts";
import { openPolicySource } from "../../src/policy/open.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { objectProjection } from "../../src/projection/object-projection.ts";
import type { FhirProjection } from "../../src/projection/types.ts";

interface Bundle {
  readonly resourceType: string;
  readonly entry?: readonly { readonly resource: JsonObject }[];
}

const CONTEXT = { now: 0, tokenize: null, zip3: new Set<string>() };

/** Answers with what the view shows of the upstream's answer. */
export function nodeProxy(upstream: string, catalogue: Catalogue, vector: Uint8Array) {
  const pool = new Pool(upstream, { connections: 64 });
  const projection = objectProjection(catalogue);
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { body } = await pool.request({
      path: request.url ?? "/",
      method: request.method === "POST" ? "POST" : "GET",
      headers: { accept: "application/fhir+json", "content-type": request.headers["content-type"] ?? "" },
      body: request.method === "POST" ? request : null,
    });
    const found = (await body.json()) as JsonObject;
    const text = Buffer.from(JSON.stringify(projected(projection, vector, found)));
    response.writeHead(200, { "content-type": "application/fhir+json", "content-length": text.length });
    response.end(text);
  };
}

function projected(projection: FhirProjection, vector: Uint8Array, found: JsonObject): unknown {
  if (found["resourceType"] !== "Bundle") return projection.project(found, vector, CONTEXT).resource;
  const bundle = found as unknown as Bundle;
  const entry = bundle.entry?.map((one) => ({
    ...one,
    resource: projection.project(one.resource, vector, CONTEXT).resource,
  }));
  return { ...bundle, entry: entry?.filter(({ resource }) => resource !== null) };
}

const [upstream, port, vectorFile] = process.argv.slice(2);
if (process.argv[1] === import.meta.filename && vectorFile !== undefined) {
  const { policy } = await openPolicySource("content", systemClock);
  const handle = nodeProxy(upstream ?? "", policy.catalogue, readFileSync(vectorFile));
  createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  }).listen(Number(port), "127.0.0.1");
}
