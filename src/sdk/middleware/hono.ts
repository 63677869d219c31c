import type { Context, MiddlewareHandler } from "hono";
import { JSON_UTF8, TELLING } from "./headers.ts";
import { createMinimizer, type MinimizerOptions } from "./minimizer.ts";

/** Middleware for Hono: every answer of the routes behind it is read, trimmed and sent. */
export function honoMinimizer(options: MinimizerOptions<Context>): MiddlewareHandler {
  const minimizer = createMinimizer(options);
  return async (c, next) => {
    await next();
    const given = c.res;
    const { status, body } = await minimizer.answer(c, {
      status: given.status,
      contentType: given.headers.get("content-type") ?? undefined,
      contentEncoding: given.headers.get("content-encoding") ?? undefined,
      body: await given.text(),
    });
    const headers = new Headers(given.headers);
    for (const name of TELLING) headers.delete(name);
    if (body !== null) headers.set("content-type", JSON_UTF8);
    // Hono merges headers into a response that stands already; none must stand.
    c.res = undefined;
    c.res = new Response(body, { status, headers });
  };
}
