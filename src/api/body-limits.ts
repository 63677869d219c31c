import type { OpenAPIHono } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { because } from "../decision/reasons.ts";
import type { Pipeline } from "../pipeline.ts";
import { credentialsOf } from "./control.ts";
import { deniedProblem, inputProblem } from "./problem.ts";

/** Bytes. A roster of 20,000 people fits into the greater, every question into the smaller. */
const QUESTION = 64 * 1024;
const FILE = 4 * 1024 * 1024;

/**
 * Refuses longer bodies before they are read: those of questions on every path but the ones that take files. INVARIANT:
 * this stands before sign-in, since the body of a question is
 * checked against its schema first, and who cannot sign in must not keep the process busy: from them, a body longer than
 * a question is answered by that.
 */
export function limitBodies(app: OpenAPIHono, { identify }: Pick<Pipeline, "identify">): void {
  const [asQuestion, asFile] = [limitedTo(QUESTION), limitedTo(FILE)];
  const asSender: MiddlewareHandler = async (c, next) => {
    if (c.req.raw.body === null) return next();
    const sender = await identify(credentialsOf(c)).catch(() => null);
    if (sender?.ok === true) return asFile(c, next);
    const reason = because(sender?.error ?? "evaluation_error");
    return bodyLimit({ maxSize: QUESTION, onError: () => deniedProblem(c, [reason], null) })(c, next);
  };
  const files = new Set(["/api/v1/people/import", "/api/v1/relations/import"]);
  const isDraft = (path: string): boolean =>
    path.startsWith("/api/v1/policy/drafts/") || path === "/api/v1/policy/impact";
  const lists = new Set(["/api/v1/devices/import", "/api/v1/inventory/import"]);
  const isIntake = (path: string): boolean => path.startsWith("/api/v1/intake/") || lists.has(path);
  app.use("*", (c, next) => {
    if (files.has(c.req.path)) return asFile(c, next);
    return isDraft(c.req.path) || isIntake(c.req.path) ? asSender(c, next) : asQuestion(c, next);
  });
}

function limitedTo(maxSize: number): MiddlewareHandler {
  return bodyLimit({ maxSize, onError: (c) => inputProblem(c, [`body: more than ${maxSize} bytes`], 413) });
}
