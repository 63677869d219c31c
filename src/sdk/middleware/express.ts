import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { CONDITIONS, JSON_UTF8, TELLING } from "./headers.ts";
import { type AppAnswer, createMinimizer, type MinimizerOptions, type TrimmedAnswer } from "./minimizer.ts";

type Next = (error?: unknown) => void;

/**
 * Middleware for Express, and for anything that calls `(request, response, next)` over node:http: every answer of the
 * routes behind it is held back, trimmed and sent. HEAD is answered as GET without its body.
 */
export function expressMinimizer<R extends IncomingMessage>(
  options: MinimizerOptions<R>,
): (request: R, response: ServerResponse, next: Next) => void {
  const minimizer = createMinimizer(options);
  return (request, response, next) => {
    for (const name of CONDITIONS) delete request.headers[name];
    if (request.method === "HEAD") request.method = "GET";
    holdBack(response, (given) => minimizer.answer(request, given));
    next();
  };
}

/** Nothing of the response leaves until it is ended, and then what `trim` makes of it. */
function holdBack(response: ServerResponse, trim: (given: AppAnswer) => Promise<TrimmedAnswer>): void {
  const chunks: Buffer[] = [];
  const { write, end, writeHead, flushHeaders } = response;
  const keep = (chunk: unknown, encoding: unknown): void => {
    if (typeof chunk === "string") chunks.push(Buffer.from(chunk, isEncoding(encoding) ? encoding : "utf8"));
    else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
  };
  let ended = false;
  const finish = async (): Promise<void> => {
    const given = await trim({
      status: response.statusCode,
      contentType: textOf(response.getHeader("content-type")),
      contentEncoding: textOf(response.getHeader("content-encoding")),
      body: Buffer.concat(chunks).toString("utf8"),
    });
    Object.assign(response, { write, end, writeHead, flushHeaders });
    for (const name of TELLING) response.removeHeader(name);
    response.statusCode = given.status;
    if (given.body !== null) response.setHeader("content-type", JSON_UTF8);
    response.end(given.body ?? undefined);
  };
  Object.assign(response, {
    flushHeaders: () => {},
    writeHead(status: number, ...more: readonly unknown[]) {
      response.statusCode = status;
      const headers = more.find((one) => typeof one === "object" && one !== null) as
        | OutgoingHttpHeaders
        | undefined;
      for (const [name, value] of Object.entries(headers ?? {})) {
        if (value !== undefined) response.setHeader(name, value);
      }
      return response;
    },
    write(chunk: unknown, encoding?: unknown) {
      keep(chunk, encoding);
      return true;
    },
    end(chunk?: unknown, encoding?: unknown) {
      if (ended) return response;
      ended = true;
      keep(chunk, encoding);
      finish().catch(() => response.destroy());
      return response;
    },
  });
}

function isEncoding(value: unknown): value is BufferEncoding {
  return typeof value === "string" && Buffer.isEncoding(value);
}

function textOf(value: number | string | readonly string[] | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}
