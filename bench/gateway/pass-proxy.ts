/**
 * What one Node process gives when it does nothing but HTTP: node:http before an undici pool, bytes handed on as they
 * come. Nothing is read, decided or recorded, so that no gateway in one Node process gives more. Run as a process of its
 * own: `tsx pass-proxy.ts <upstream> <port>`.
 */
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Pool } from "undici";

/** Answers with the upstream's answer. */
export function passProxy(upstream: string) {
  const pool = new Pool(upstream, { connections: 64 });
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const isPost = request.method === "POST";
    await pool.stream(
      {
        path: request.url ?? "/",
        method: isPost ? "POST" : "GET",
        headers: { accept: "application/fhir+json", "content-type": request.headers["content-type"] ?? "" },
        body: isPost ? request : null,
      },
      ({ statusCode, headers }) => {
        response.statusCode = statusCode;
        response.setHeader("content-type", "application/fhir+json");
        const length = headers["content-length"];
        if (length !== undefined) response.setHeader("content-length", length);
        return response;
      },
    );
  };
}

const [upstream, port] = process.argv.slice(2);
if (process.argv[1] === import.meta.filename && upstream !== undefined) {
  const handle = passProxy(upstream);
  createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  }).listen(Number(port), "127.0.0.1");
}
