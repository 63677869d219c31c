import { getRequestListener } from "@hono/node-server";
import type { FhirGatewayDeps } from "../gateway/fhir/deps.ts";
import { createFhirAnswerer } from "../gateway/fhir/gateway.ts";
import { createMcp } from "../mcp/http.ts";
import type { AgentDoors, DoorAnswer, DoorCall } from "../mcp/ports.ts";
import { viaMcp } from "../mcp/via-mcp.ts";
import type { Pipeline } from "../pipeline.ts";
import type { Surface } from "./console.ts";

export interface McpParts {
  readonly pipeline: Pipeline;
  /** The gateway's parts over another pipeline; asked at the first call, since only then is it known where we listen. */
  readonly gateway: (pipeline: Pipeline) => FhirGatewayDeps;
  /** The control API over another pipeline. */
  readonly api: (pipeline: Pipeline) => { fetch(request: Request): Response | Promise<Response> };
}

/** The Model Context Protocol as a surface: the gateway and the control API, as agents come to them. */
export function openMcp({ pipeline, gateway, api }: McpParts): Surface {
  const own = viaMcp(pipeline);
  let doors: AgentDoors | undefined;
  const mcp = createMcp({
    pipeline: own,
    fhir: (call) => (doors ??= open()).fhir(call),
    api: (call) => (doors ??= open()).api(call),
  });
  const open = (): AgentDoors => ({ pipeline: own, fhir: fhirDoor(gateway(own)), api: apiDoor(api(own)) });
  const listener = getRequestListener(mcp.fetch);
  return (request, response) => {
    if (!/^\/mcp(?:[?]|$)/.test(request.url ?? "")) return false;
    void listener(request, response);
    return true;
  };
}

function fhirDoor(deps: FhirGatewayDeps): AgentDoors["fhir"] {
  const answer = createFhirAnswerer(deps);
  const base = new URL(deps.baseUrl).pathname;
  return async ({ method, path, authorization, body = "" }) => {
    const bytes = Buffer.from(body);
    const reply = await answer({
      method,
      target: `${base}${path}`,
      headers: { authorization, "content-type": "application/x-www-form-urlencoded" },
      body: async (limit) => (bytes.length > limit ? null : bytes),
    });
    const text = reply.body === null ? "null" : Buffer.from(reply.body).toString("utf8");
    return {
      status: reply.status,
      body: JSON.parse(text) as unknown,
      entry: reply.headers["x-request-id"] ?? null,
    };
  };
}

function apiDoor(api: ReturnType<McpParts["api"]>): AgentDoors["api"] {
  return async ({ method, path, authorization, body }: DoorCall): Promise<DoorAnswer> => {
    const headers = { authorization, "content-type": "application/json" };
    const init = { method, headers, ...(body === undefined ? {} : { body }) };
    const response = await api.fetch(new Request(`http://agent/api/v1${path}`, init));
    const entry = response.headers.get("x-request-id");
    return { status: response.status, body: await response.json(), entry };
  };
}
