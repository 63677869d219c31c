/**
 * What one Node process gives when it does nothing but HTTP and the record: node:http before an undici pool, and no byte
 * goes out before an entry is durable. Nothing is authenticated, looked up, decided or projected, so that no gateway in
 * one Node process that keeps this record gives more. Run as a process of its own:
 * `tsx record-proxy.ts <upstream> <port>`.
 */
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Pool } from "undici";
import { nextEntryId } from "../../src/audit/entry-id.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { freshEntries, openRecordBench, type RecordBench } from "../record-material.ts";

/** Answers with the upstream's answer, once the entry that tells of it is durable. */
export function recordProxy(upstream: string, { recorder }: Pick<RecordBench, "recorder">) {
  const pool = new Pool(upstream, { connections: 64 });
  const entries = freshEntries(1_000);
  let next = 0;
  const entry = () => {
    const like = entries[next++ % entries.length];
    if (like === undefined) throw new Error("there is no entry to write");
    return { ...like, id: nextEntryId(systemClock), at: systemClock.now() };
  };
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const isPost = request.method === "POST";
    const { statusCode, body } = await pool.request({
      path: request.url ?? "/",
      method: isPost ? "POST" : "GET",
      headers: { accept: "application/fhir+json", "content-type": request.headers["content-type"] ?? "" },
      body: isPost ? request : null,
    });
    const bytes = await body.bytes();
    await recorder.record(entry());
    response.writeHead(statusCode, {
      "content-type": "application/fhir+json",
      "content-length": bytes.length,
    });
    response.end(bytes);
  };
}

const [upstream, port] = process.argv.slice(2);
if (process.argv[1] === import.meta.filename && upstream !== undefined) {
  const record = await openRecordBench();
  const handle = recordProxy(upstream, record);
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  server.listen(Number(port), "127.0.0.1");
  process.once("SIGTERM", () => {
    server.close();
    server.closeAllConnections();
    void record.close().then(() => process.exit());
  });
}
