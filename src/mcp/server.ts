import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { because } from "../decision/reasons.ts";
import type { Caller, Credentials } from "../identity/types.ts";
import { REASONS } from "../kernel/reasons.ts";
import { enforce } from "../pipeline.ts";
import { presentAnswer } from "./answer.ts";
import type { AgentDoors } from "./ports.ts";
import { AGENT_TOOLS, type AgentTool, PURPOSE } from "./tools.ts";

/** Who speaks, as established by what was presented. */
export interface Speaking {
  readonly caller: Caller;
  readonly authorization: string;
}

/**
 * A Model Context Protocol server for one agent: each tool is a request of the gateway or of the control API, made with
 * the agent's own token, so that it is decided and recorded like any other.
 */
export function createAgentServer(doors: AgentDoors, speaking: Speaking): McpServer {
  const server = new McpServer(
    { name: "modicum", version: "1" },
    { instructions: instructionsFor(speaking) },
  );
  for (const tool of AGENT_TOOLS) {
    const { name, title, description, input } = tool;
    const config = {
      title,
      description,
      inputSchema: { ...input, purpose: PURPOSE },
      annotations: { readOnlyHint: true, openWorldHint: false },
    };
    server.registerTool(name, config, (given) => use(doors, speaking, tool, given));
  }
  return server;
}

function instructionsFor({ caller }: Speaking): string {
  const purpose = caller.declaredPurpose ?? "none";
  return `You are \`${caller.person.id}\`, for the purpose \`${purpose}\`. You see the minimum necessary for it: what you may not see is answered as if it did not exist. Every call is recorded.`;
}

async function use(
  doors: AgentDoors,
  { caller, authorization }: Speaking,
  tool: AgentTool,
  input: Readonly<Record<string, unknown>>,
): Promise<CallToolResult> {
  const { purpose } = input;
  if (typeof purpose === "string" && purpose !== caller.declaredPurpose)
    return refusePurpose(doors, tool, authorization);
  const answer = await doors[tool.door]({ ...tool.call(input), authorization });
  return presentAnswer(answer);
}

/** INVARIANT: no tool call declares a purpose; one that names another is in the record as denied. */
async function refusePurpose(
  { pipeline }: AgentDoors,
  tool: AgentTool,
  authorization: string,
): Promise<CallToolResult> {
  const asked = {
    credentials: credentialsOf(authorization),
    interaction: `mcp.${tool.name}`,
    resourceType: null,
    query: null,
    capability: "read",
    act: "use",
    recipient: null,
    exemption: null,
  } as const;
  const reason = because("purpose_not_permitted", null, "an agent's purpose is that of its registration");
  const enforced = await enforce(pipeline, asked, () => Promise.resolve(reason));
  const { title, next } = REASONS.purpose_not_permitted;
  const entry = enforced.kind === "denied" ? enforced.entryId : null;
  return presentAnswer({
    status: 403,
    body: { code: reason.code, title, detail: reason.detail, next, entry },
  });
}

/** What an agent presents: a token, and nothing beside it. */
export function credentialsOf(authorization: string | undefined): Credentials {
  return {
    authorization,
    session: undefined,
    purposeHeader: undefined,
    caseHeader: undefined,
    channel: "mcp",
  };
}
