import { Readable } from "node:stream";
import { CONDITIONS, JSON_UTF8, TELLING } from "./headers.ts";
import { createMinimizer, type MinimizerOptions } from "./minimizer.ts";

/** As much of Fastify 5 as this needs, so that it is no dependency. */
export interface FastifyLikeRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface FastifyLikeReply {
  readonly statusCode: number;
  code(status: number): unknown;
  header(name: string, value: string): unknown;
  getHeader(name: string): number | string | string[] | undefined;
  removeHeader(name: string): unknown;
}

export interface FastifyLikeApp<R, P> {
  addHook(name: "onRequest", hook: (request: R, reply: P) => Promise<void>): unknown;
  addHook(name: "onSend", hook: (request: R, reply: P, payload: unknown) => Promise<unknown>): unknown;
}

/** Trims every answer of a Fastify app, or of the plugin scope it is called in. */
export function fastifyMinimizer<R extends FastifyLikeRequest, P extends FastifyLikeReply>(
  app: FastifyLikeApp<R, P>,
  options: MinimizerOptions<R>,
): void {
  const minimizer = createMinimizer(options);
  app.addHook("onRequest", async (request) => {
    const headers = request.headers as Record<string, unknown>;
    for (const name of CONDITIONS) delete headers[name];
  });
  app.addHook("onSend", async (request, reply, payload) => {
    const { status, body } = await minimizer.answer(request, {
      status: reply.statusCode,
      contentType: textOf(reply.getHeader("content-type")),
      contentEncoding: textOf(reply.getHeader("content-encoding")),
      body: await bodyOf(payload),
    });
    for (const name of TELLING) reply.removeHeader(name);
    reply.code(status);
    if (body !== null) reply.header("content-type", JSON_UTF8);
    return body;
  });
}

async function bodyOf(payload: unknown): Promise<string> {
  if (typeof payload === "string") return payload;
  if (payload instanceof Uint8Array) return Buffer.from(payload).toString("utf8");
  if (!(payload instanceof Readable)) return "";
  const chunks: Buffer[] = [];
  for await (const chunk of payload) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString("utf8");
}

function textOf(value: number | string | readonly string[] | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}
