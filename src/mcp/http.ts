import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { because } from "../decision/reasons.ts";
import { statusOf } from "../kernel/http-status.ts";
import { REASONS, type ReasonCode } from "../kernel/reasons.ts";
import { enforce } from "../pipeline.ts";
import type { AgentDoors } from "./ports.ts";
import { createAgentServer, credentialsOf } from "./server.ts";

/** Bytes; a tool call is a question. */
const LONGEST_BODY = 64 * 1024;

/**
 * `/mcp`: the Model Context Protocol over streamable HTTP, without sessions: each request presents its token, so that a
 * right that has ended ends with the next call.
 */
export function createMcp(doors: AgentDoors): Hono {
  const app = new Hono();
  app.use(
    "/mcp",
    bodyLimit({ maxSize: LONGEST_BODY, onError: (c) => c.json({ error: "the body is too long" }, 413) }),
  );
  app.post("/mcp", (c) => answer(doors, c));
  app.all("/mcp", (c) => {
    c.header("Allow", "POST");
    return c.json({ error: "only POST is served: there are no sessions" }, 405);
  });
  app.onError((_fault, c) => c.json({ error: "something went wrong here" }, 500));
  return app;
}

async function answer(doors: AgentDoors, c: Context): Promise<Response> {
  const authorization = c.req.header("authorization");
  const caller = await doors.pipeline.identify(credentialsOf(authorization));
  if (!caller.ok || authorization === undefined)
    return refusal(doors, c, caller.ok ? "unauthenticated" : caller.error);
  const server = createAgentServer(doors, { caller: caller.value, authorization });
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  await server.connect(transport);
  const response = await transport.handleRequest(c.req.raw);
  response.headers.set("cache-control", "no-store");
  return response;
}

/** Recorded, as who cannot come in is at any other door. */
async function refusal({ pipeline }: AgentDoors, c: Context, reason: ReasonCode): Promise<Response> {
  const asked = {
    credentials: credentialsOf(c.req.header("authorization")),
    interaction: "mcp.connect",
    resourceType: null,
    query: null,
    capability: "read",
    act: "use",
    recipient: null,
    exemption: null,
  } as const;
  await enforce(pipeline, asked, () => Promise.resolve(because(reason)));
  const status = statusOf(reason);
  if (status === 401) c.header("WWW-Authenticate", 'Bearer realm="modicum"');
  const { title, next } = REASONS[reason];
  return c.json({ error: title, code: reason, next }, status as ContentfulStatusCode);
}
