import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { describe, expect, it } from "vitest";
import { openHospital } from "../gateway/pdp/testing/hospital.ts";
import type { Credentials } from "../identity/types.ts";
import type { Pipeline } from "../pipeline.ts";
import { createMcp } from "./http.ts";
import type { DoorAnswer, DoorCall } from "./ports.ts";
import { viaMcp } from "./via-mcp.ts";

const BUNDLE = {
  resourceType: "Bundle",
  total: 3,
  link: [{ relation: "next", url: "http://x/fhir/Appointment?_page=sealed" }],
  entry: [{ resource: { resourceType: "Appointment", id: "1" } }],
};

/** A desk whose tokens bind agents to scheduling, as a registration does. */
async function open(
  answer: DoorAnswer = { status: 200, body: { resourceType: "Patient", id: "7" }, entry: "e1" },
) {
  const { deps, entries } = await openHospital();
  const presented: Credentials[] = [];
  const bound: Pipeline = {
    ...deps.pipeline,
    identify: (credentials) => {
      presented.push(credentials);
      return deps.pipeline.identify({
        ...credentials,
        purposeHeader: credentials.purposeHeader ?? "scheduling",
      });
    },
  };
  const calls: (DoorCall & { readonly door: string })[] = [];
  const door = (name: string) => async (call: DoorCall) => {
    calls.push({ ...call, door: name });
    return answer;
  };
  const app = createMcp({ pipeline: viaMcp(bound), fhir: door("fhir"), api: door("api") });
  return { app, calls, entries, presented };
}

type Opened = Awaited<ReturnType<typeof open>>;

async function connect({ app }: Opened, who = "ada.agent", headers = {}) {
  const transport = new StreamableHTTPClientTransport(new URL("http://agents.test/mcp"), {
    requestInit: { headers: { authorization: `Bearer ${who}`, ...headers } },
    fetch: async (input, init) => app.request(new Request(input, init)),
  });
  const client = new Client({ name: "test", version: "1" });
  await client.connect(transport);
  const call = async (name: string, args: Record<string, unknown> = {}) =>
    (await client.callTool({ name, arguments: args })) as CallToolResult;
  return { client, call };
}

describe("the agents' door", () => {
  it("F175 offers tools that read, and says who the agent is and for what", async () => {
    const { client } = await connect(await open());
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      "what_may_i_see",
      "search_records",
      "read_record",
      "explain",
      "locate",
    ]);
    expect(tools.every(({ annotations }) => annotations?.readOnlyHint)).toBe(true);
    expect(client.getInstructions()).toContain("`ada.agent`, for the purpose `scheduling`");
  });

  it.each([
    ["read_record", { type: "Patient", id: "7" }, "fhir", "GET", "/Patient/7", undefined],
    [
      "search_records",
      { type: "Claim", parameters: { patient: "Patient/7" } },
      "fhir",
      "POST",
      "/Claim/_search",
      "patient=Patient%2F7",
    ],
    ["search_records", { type: "Claim", page: "sealed" }, "fhir", "POST", "/Claim/_search", "_page=sealed"],
    ["what_may_i_see", {}, "api", "GET", "/scope", undefined],
    [
      "explain",
      { entry: "01a20193-75cf-73a7-aab7-09dcecc50212" },
      "api",
      "GET",
      "/decisions/01a20193-75cf-73a7-aab7-09dcecc50212/explanation",
      undefined,
    ],
    ["locate", { mrn: "1" }, "api", "POST", "/locate", '{"mrn":"1"}'],
  ])("F175 makes of %s a request in the agent's own name", async (tool, args, door, method, path, body) => {
    const desk = await open();
    await (await connect(desk)).call(tool, args);
    expect(desk.calls).toEqual([
      { door, method, path, authorization: "Bearer ada.agent", ...(body === undefined ? {} : { body }) },
    ]);
  });

  it("F175 gives what the gateway gives, with the entry in the record", async () => {
    const { call } = await connect(await open());
    const { structuredContent, isError } = await call("read_record", { type: "Patient", id: "7" });
    expect(isError).toBeUndefined();
    expect(structuredContent).toEqual({ record: { resourceType: "Patient", id: "7" }, entry: "e1" });
  });

  it("F175 gives a page as records, with what to go on by", async () => {
    const { call } = await connect(await open({ status: 200, body: BUNDLE }));
    const { structuredContent } = await call("search_records", { type: "Appointment" });
    expect(structuredContent).toEqual({
      records: [{ resourceType: "Appointment", id: "1" }],
      total: 3,
      page: "sealed",
    });
  });

  it("F175 gives a denial as an error of the tool", async () => {
    const { call } = await connect(await open({ status: 403, body: { code: "no_grant" } }));
    const { isError, structuredContent } = await call("read_record", { type: "Patient", id: "7" });
    expect([isError, structuredContent]).toEqual([true, { refused: { code: "no_grant" } }]);
  });

  it("F175 refuses a call that names another purpose, and records it", async () => {
    const desk = await open();
    const { call } = await connect(desk);
    const { isError, structuredContent } = await call("read_record", {
      type: "Patient",
      id: "7",
      purpose: "treatment",
    });
    expect([isError, structuredContent]).toMatchObject([
      true,
      { refused: { code: "purpose_not_permitted" } },
    ]);
    expect(desk.calls).toEqual([]);
    expect(desk.entries).toMatchObject([
      {
        personId: "ada.agent",
        asked: { interaction: "mcp.read_record", credentials: { channel: "mcp" } },
        release: { outcome: "deny", reason: "purpose_not_permitted" },
      },
    ]);
  });

  it("F175 takes a call that names the agent's own purpose", async () => {
    const desk = await open();
    const { call } = await connect(desk);
    await call("what_may_i_see", { purpose: "scheduling" });
    expect(desk.calls).toHaveLength(1);
  });

  it("F175 takes purpose and case from no header", async () => {
    const desk = await open();
    const { call } = await connect(desk, "ada.agent", {
      "x-purpose-of-use": "treatment",
      "x-case": "Claim/1",
    });
    await call("what_may_i_see");
    expect(desk.presented.every(({ purposeHeader, caseHeader }) => !purposeHeader && !caseHeader)).toBe(true);
  });

  it.each([
    ["id", { type: "Patient", id: "../Claim/1" }],
    ["type", { type: "Patient/7?", id: "1" }],
  ])("F175 takes no %s that leads to another path", async (_, args) => {
    const desk = await open();
    const { isError } = await (await connect(desk)).call("read_record", args);
    expect([isError, desk.calls]).toEqual([true, []]);
  });

  it("F175 lets no person's rights in: an agent is a program under its own name", async () => {
    const desk = await open();
    await expect(connect(desk, "nina.nurse")).rejects.toThrow("agent_not_itself");
    expect(desk.entries).toMatchObject([
      { asked: { interaction: "mcp.connect" }, release: { reason: "agent_not_itself" } },
    ]);
  });

  it("F175 asks for a sign-in", async () => {
    const { app, entries } = await open();
    const response = await app.request("/mcp", { method: "POST", body: "{}" });
    expect([response.status, response.headers.get("www-authenticate")]).toEqual([
      401,
      'Bearer realm="modicum"',
    ]);
    expect(entries).toMatchObject([{ personId: null, release: { reason: "unauthenticated" } }]);
  });

  it("F175 keeps no sessions, and reads no long bodies", async () => {
    const { app } = await open();
    const stream = await app.request("/mcp");
    const long = await app.request("/mcp", { method: "POST", body: "x".repeat(70_000) });
    expect([stream.status, long.status]).toEqual([405, 413]);
  });
});
