import type { OpenAPIHono } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import { inputProblem } from "./problem.ts";

/** Bytes. A roster of 20,000 people fits into the greater, every question into the smaller. */
const QUESTION = 64 * 1024;
const FILE = 4 * 1024 * 1024;

/**
 * Refuses longer bodies before they are read. INVARIANT: this stands before sign-in, since the body of a question is
 * checked against its schema first, and who cannot sign in must not keep the process busy.
 */
export function limitBodies(app: OpenAPIHono): void {
  for (const path of [
    "/api/v1/people/import",
    "/api/v1/relations/import",
    "/api/v1/policy/drafts/*",
    "/api/v1/policy/impact",
  ])
    app.use(path, limitedTo(FILE));
  for (const path of ["/api/v1/decisions/*", "/api/v1/record/*", "/api/v1/session"])
    app.use(path, limitedTo(QUESTION));
}

function limitedTo(maxSize: number) {
  return bodyLimit({ maxSize, onError: (c) => inputProblem(c, [`body: more than ${maxSize} bytes`], 413) });
}
