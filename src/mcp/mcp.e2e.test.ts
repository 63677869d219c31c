import { join, resolve } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { afterAll, describe, expect, inject, it } from "vitest";
import { ask, tokenFor } from "../../test/e2e/asking.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const clients: Client[] = [];
afterAll(() => Promise.all(clients.map((client) => client.close())));

async function overHttp(): Promise<Transport> {
  const authorization = `Bearer ${await tokenFor("ada.agent", "scheduling")}`;
  const url = new URL(`${inject("serverUrl")}/mcp`);
  return new StreamableHTTPClientTransport(url, { requestInit: { headers: { authorization } } });
}

function overStdio(): Transport {
  return new StdioClientTransport({
    command: process.execPath,
    args: [join(ROOT, "bin/modicum.mjs"), "mcp", "--as", "ada.agent", "--purpose", "scheduling"],
    env: {
      PATH: process.env["PATH"] ?? "",
      MODICUM_DATA: inject("serverDataDir"),
      MODICUM_URL: inject("serverUrl"),
    },
  });
}

async function agentBy(transport: Transport) {
  const client = new Client({ name: "e2e", version: "1" });
  await client.connect(transport);
  clients.push(client);
  return async (name: string, args: Record<string, unknown> = {}) => {
    const { structuredContent, isError } = (await client.callTool({
      name,
      arguments: args,
    })) as CallToolResult;
    return { isError: isError === true, told: structuredContent as Record<string, unknown> };
  };
}

describe.each([
  ["streamable HTTP", overHttp],
  ["stdio, by `modicum mcp`", async () => overStdio()],
])("an agent over %s", (_, transport) => {
  it("F175 sees the projection of its own role, recorded under its own name and channel", async () => {
    const call = await agentBy(await transport());
    const found = await call("search_records", { type: "Patient", parameters: { _count: "2" } });
    const [patient] = found.told["records"] as readonly Record<string, unknown>[];
    const read = await call("read_record", { type: "Patient", id: patient?.["id"] });
    expect(read.told["record"]).toMatchObject({
      resourceType: "Patient",
      name: expect.any(Array) as unknown[],
    });
    for (const hidden of ["birthDate", "identifier", "address", "telecom", "gender"])
      expect(read.told["record"]).not.toHaveProperty(hidden);
    const entry = read.told["entry"] as string;
    const { told } = await call("explain", { entry });
    expect(told["record"]).toMatchObject({
      entry: { person: "ada.agent", interaction: "fhir.read", channel: "mcp", purpose: "scheduling" },
    });
  });

  it("F175 cannot widen its purpose, nor read what its role does not have", async () => {
    const call = await agentBy(await transport());
    const widened = await call("search_records", { type: "Condition", purpose: "treatment" });
    const beyond = await call("search_records", { type: "Condition" });
    expect([widened.isError, JSON.stringify(widened.told)]).toEqual([
      true,
      expect.stringContaining("purpose_not_permitted"),
    ]);
    expect([beyond.isError, JSON.stringify(beyond.told)]).toEqual([
      true,
      expect.stringContaining("type_not_permitted"),
    ]);
  });

  it("F175 is told what it may see, and is not let look patients up", async () => {
    const call = await agentBy(await transport());
    const scope = await call("what_may_i_see");
    const located = await call("locate", { mrn: "1" });
    expect(scope.told["record"]).toMatchObject({ person: "ada.agent" });
    expect(located.isError).toBe(true);
  });
});

describe("the agents' door of a running server", () => {
  it("F175 lets no person's rights in", async () => {
    const reply = await ask("nina.nurse", "treatment", "/mcp", {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json, text/event-stream" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" }),
    });
    expect([reply.status, reply.json]).toMatchObject([403, { code: "agent_not_itself" }]);
  });
});
