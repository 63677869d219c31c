import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import type { JSONRPCMessage } from "@modelcontextprotocol/sdk/types.js";
import { Command } from "commander";
import { AppError } from "../kernel/errors.ts";
import { serverUrl } from "./client.ts";
import { mintDemoToken } from "./demo-identity.ts";

interface McpOptions {
  readonly as?: string;
  readonly client?: string;
  readonly purpose?: string;
}

/** JSON-RPC 2.0: a fault of whoever implements the protocol. */
const SERVER_FAULT = -32_000;
/** A token is asked for anew before it ends. */
const LEFT_MS = 60_000;

export function mcpCommand(): Command {
  return new Command("mcp")
    .description(
      "speak the Model Context Protocol on stdin and stdout, as a registered agent of the running server",
    )
    .option("--as <agent>", "an agent of the demo, such as ada.agent")
    .option("--client <id>", "a registered agent, with its secret in MODICUM_CLIENT_SECRET")
    .option(
      "--purpose <purpose>",
      "bound to the token here, where no registration says it; no tool call can change it",
    )
    .action(bridge);
}

/** Hands each message on, with the agent's token; stdout belongs to the protocol. */
async function bridge(options: McpOptions): Promise<void> {
  const base = await serverUrl();
  const token = tokensOf(options, base);
  const server = new StreamableHTTPClientTransport(new URL(`${base}/mcp`), {
    fetch: async (input, init) => {
      const headers = new Headers(init?.headers);
      headers.set("authorization", `Bearer ${await token()}`);
      return fetch(input, { ...init, headers });
    },
  });
  const agent = new StdioServerTransport();
  const ended = new Promise<void>((settle) => {
    process.stdin.once("end", settle);
    Object.assign(agent, {
      onclose: settle,
      onmessage: (message: JSONRPCMessage) => {
        server.send(message).catch((fault: unknown) => agent.send(faultFor(message, fault)).catch(() => {}));
      },
    });
  });
  Object.assign(server, { onmessage: (message: JSONRPCMessage) => void agent.send(message) });
  await server.start();
  await agent.start();
  await ended;
  await server.close();
}

/** The answer to a message that the server did not take; a notification has none, so that the client's log is told. */
function faultFor(message: JSONRPCMessage, fault: unknown): JSONRPCMessage {
  const said = fault instanceof Error ? fault.message : "the server did not answer";
  if ("id" in message && "method" in message)
    return { jsonrpc: "2.0", id: message.id, error: { code: SERVER_FAULT, message: said } };
  return { jsonrpc: "2.0", method: "notifications/message", params: { level: "error", data: said } };
}

function tokensOf({ as, client, purpose }: McpOptions, base: string): () => Promise<string> {
  const stated = process.env["MODICUM_TOKEN"];
  if (client !== undefined) return grantedTokens(client, purpose, base);
  if (as !== undefined) {
    const minted = mintDemoToken({ person: as, purpose });
    return () => minted;
  }
  if (stated) return async () => stated;
  throw new AppError("usage", "as which agent?", { hint: "give `--as`, `--client`, or MODICUM_TOKEN" });
}

/** Client credentials (RFC 6749, 4.4), asked for anew when they are about to end. */
function grantedTokens(client: string, purpose: string | undefined, base: string): () => Promise<string> {
  const secret = process.env["MODICUM_CLIENT_SECRET"];
  if (!secret)
    throw new AppError("usage", "the agent has no secret here", { hint: "set MODICUM_CLIENT_SECRET" });
  let held: { readonly token: string; readonly endsAt: number } | undefined;
  return async () => {
    if (held !== undefined && Date.now() < held.endsAt - LEFT_MS) return held.token;
    const form = { grant_type: "client_credentials", client_id: client, client_secret: secret };
    const body = new URLSearchParams({
      ...form,
      ...(purpose === undefined ? {} : { purpose_of_use: purpose }),
    });
    const response = await fetch(`${base}/oauth/token`, { method: "POST", body });
    const granted = (await response.json()) as { access_token?: string; expires_in?: number };
    if (granted.access_token === undefined)
      throw new AppError("usage", `the agent \`${client}\` is not given a token`, {
        hint: "`modicum client ls` shows whether it is open",
      });
    held = { token: granted.access_token, endsAt: Date.now() + (granted.expires_in ?? 0) * 1_000 };
    return held.token;
  };
}
