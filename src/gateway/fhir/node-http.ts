import type { IncomingMessage, ServerResponse } from "node:http";
import type { HttpQuestion, HttpReply } from "./question.ts";

/**
 * A request of node:http as a question. A header that stands twice is joined, and then matches nothing: `headers` of
 * node would keep the first of two bearer tokens, where whoever stands before us may have looked at the last.
 */
export function questionOf(request: IncomingMessage): HttpQuestion {
  return {
    method: request.method ?? "",
    target: request.url ?? "",
    headers: headersOf(request.rawHeaders),
    body: (limit) => readBody(request, limit),
  };
}

/** By lower-case name; `raw` holds names and values in turn. */
function headersOf(raw: readonly string[]): HttpQuestion["headers"] {
  const headers: Record<string, string> = Object.create(null);
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = (raw[at] ?? "").toLowerCase();
    const [earlier, value] = [headers[name], raw[at + 1] ?? ""];
    headers[name] = earlier === undefined ? value : `${earlier}, ${value}`;
  }
  return headers;
}

/** Writes a reply; without a body for HEAD and 304. */
export function sendReply(request: IncomingMessage, response: ServerResponse, reply: HttpReply): void {
  response.writeHead(reply.status, { ...reply.headers });
  response.end(request.method === "HEAD" ? undefined : (reply.body ?? undefined));
}

/** Not by iteration: leaving an iterator early would close the socket before the denial is written. */
function readBody(request: IncomingMessage, limit: number): Promise<Uint8Array | null> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let length = 0;
    request.on("data", (chunk: Uint8Array) => {
      length += chunk.length;
      if (length <= limit) chunks.push(chunk);
      else resolve(null);
    });
    request.on("end", () => resolve(Buffer.concat(chunks)));
    request.on("error", reject);
  });
}
