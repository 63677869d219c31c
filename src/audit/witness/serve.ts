/** The witness over HTTP: `POST /add-checkpoint`, and `GET /key`. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Witnessing } from "./witness.ts";

/** Bytes; a proof of 63 lines and a note fit several times. */
const LONGEST_BODY = 64 * 1024;

export interface ServedWitness {
  readonly port: number;
  close(): Promise<void>;
}

/** Listens; resolves when it does. Rejects as `listen` of Node does. */
export async function serveWitness(
  { host, port, verifierKey }: { readonly host: string; readonly port: number; readonly verifierKey: string },
  witness: Witnessing,
): Promise<ServedWitness> {
  const server = createServer((request, response) => {
    answer(request, response, witness, verifierKey).catch(() =>
      send(response, 500, "the witness cannot answer now\n"),
    );
  });
  server.requestTimeout = 10_000;
  await new Promise<void>((settle, reject) => {
    server.once("error", reject);
    server.listen(port, host, settle);
  });
  return { port: (server.address() as AddressInfo).port, close: () => closed(server) };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  witness: Witnessing,
  verifierKey: string,
): Promise<void> {
  if (request.method === "GET" && request.url === "/key") return send(response, 200, `${verifierKey}\n`);
  if (request.method !== "POST" || request.url !== "/add-checkpoint")
    return send(response, 404, "there is no such endpoint\n");
  const body = await bodyOf(request);
  if (body === null) return send(response, 413, "the body is too long\n");
  const { status, body: text, type } = await witness(body);
  send(response, status, text, type);
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > LONGEST_BODY) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

function send(
  response: ServerResponse,
  status: number,
  body: string,
  type = "text/plain; charset=utf-8",
): void {
  response.writeHead(status, { "Content-Type": type, "Cache-Control": "no-store" }).end(body);
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((settle) => server.close(() => settle()));
}
