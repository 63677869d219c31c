import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { record } from "../testing/charts.ts";
import { searchsetOf, send, sendJson, startHttpUpstream } from "../testing/http-upstream.ts";
import type { HttpUpstream } from "../testing/http-upstream.ts";
import { createUpstream } from "./client.ts";
import type { FhirUpstream, UpstreamOptions } from "./types.ts";

describe("the upstream client", () => {
  let server: HttpUpstream;
  const clients: { close(): Promise<void> }[] = [];

  beforeAll(async () => {
    server = await startHttpUpstream();
  });

  beforeEach(() => {
    server.seen.length = 0;
  });

  afterAll(async () => {
    await Promise.all(clients.map((client) => client.close()));
    await server.close();
  });

  function client(options: Partial<UpstreamOptions> = {}): FhirUpstream {
    const made = createUpstream({ baseUrl: server.baseUrl, ...options });
    clients.push(made);
    return made;
  }

  async function idsOf(upstream: FhirUpstream, type = "Patient"): Promise<readonly unknown[]> {
    const ids: unknown[] = [];
    for await (const resource of upstream.search(type, [["_id", "a,b"]])) ids.push(resource["id"]);
    return ids;
  }

  const one = (id: string) => record({ resourceType: "Patient", id });

  it("GW-64 searches by POST, so that the query is in no url", async () => {
    server.answer = (_, response) => sendJson(response, searchsetOf([one("a")]));
    await idsOf(client());
    const [seen] = server.seen;
    expect([seen?.method, seen?.url, seen?.body]).toEqual([
      "POST",
      "/fhir/Patient/_search",
      "_id=a%2Cb&_count=250",
    ]);
  });

  it("GW-64 accepts no encoding but identity", async () => {
    server.answer = (_, response) => send(response, 200, "not json", { "content-encoding": "gzip" });
    await expect(client().read("Patient", "a")).rejects.toMatchObject({ code: "upstream_invalid" });
    expect(server.seen[0]?.headers["accept-encoding"]).toBe("identity");
  });

  it("GW-64 searches by GET only where configured and POST is not supported", async () => {
    server.answer = ({ method }, response) =>
      method === "POST" ? send(response, 405, "") : sendJson(response, searchsetOf([one("a")]));
    await expect(idsOf(client())).rejects.toMatchObject({ code: "upstream_invalid" });
    expect(await idsOf(client({ allowGetSearch: true }))).toEqual(["a"]);
  });

  it("GW-62 follows pages on its own origin and sends the token there", async () => {
    server.answer = ({ url }, response) =>
      sendJson(
        response,
        url.endsWith("page=2") ? searchsetOf([one("b")]) : searchsetOf([one("a")], "?page=2"),
      );
    expect(await idsOf(client({ token: "secret" }))).toEqual(["a", "b"]);
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer secret",
      "Bearer secret",
    ]);
  });

  it.each([
    ["another origin", "http://127.0.0.1:1/fhir/Patient?page=2"],
    ["a path outside its base", "/admin?page=2"],
    ["a path that climbs out of its base", "/fhir/../admin"],
    ["another scheme", "file:///etc/passwd"],
    ["no url", "http://["],
  ])("GW-62 does not follow a page link to %s", async (_, next) => {
    server.answer = (__, response) => sendJson(response, searchsetOf([one("a")], next));
    await expect(idsOf(client({ token: "secret" }))).rejects.toMatchObject({ code: "upstream_invalid" });
    expect(server.seen.length).toBe(1);
  });

  it("GW-62 does not follow redirects", async () => {
    server.answer = (_, response) => send(response, 302, "", { location: `${server.origin}/elsewhere` });
    await expect(client().read("Patient", "a")).rejects.toMatchObject({ code: "upstream_invalid" });
    expect(server.seen.length).toBe(1);
  });

  it("GW-63 ends pages that come round again", async () => {
    server.answer = (_, response) => sendJson(response, searchsetOf([one("a")], "?page=1"));
    await expect(idsOf(client())).rejects.toMatchObject({ code: "upstream_invalid" });
    expect(server.seen.length).toBe(2);
  });

  it("GW-63 ends pages without end", async () => {
    let page = 0;
    server.answer = (_, response) => sendJson(response, searchsetOf([], `?page=${page++}`));
    await expect(idsOf(client({ limits: { pages: 5 } }))).rejects.toMatchObject({ code: "upstream_invalid" });
    expect(server.seen.length).toBe(6);
  });

  it("GW-63 ends an answer that is too large", async () => {
    server.answer = (_, response) =>
      send(response, 200, JSON.stringify({ resourceType: "Patient", x: "y".repeat(5_000) }));
    const small = client({ limits: { responseBytes: 1_000 } });
    await expect(small.read("Patient", "a")).rejects.toMatchObject({ code: "upstream_unreachable" });
  });

  it("GW-63 ends an answer that does not come", async () => {
    server.answer = () => {};
    const hasty = client({ limits: { totalMs: 60 } });
    await expect(hasty.read("Patient", "a")).rejects.toMatchObject({ code: "upstream_unreachable" });
  });

  it.each([
    ["broken json", '{"resourceType": "Patient"'],
    ["a duplicate key", '{"resourceType": "Patient", "id": "a", "id": "b"}'],
    ["an array", "[]"],
    ["nothing", ""],
  ])("GW-61 does not read %s", async (_, body) => {
    server.answer = (__, response) => send(response, 200, body);
    await expect(client().read("Patient", "a")).rejects.toMatchObject({ code: "upstream_invalid" });
  });

  it.each([404, 410])("GW-21 takes %i for absent", async (status) => {
    server.answer = (_, response) => send(response, status, "{}");
    expect(await client().read("Patient", "a")).toBeNull();
  });

  it.each([
    ["another resource", { resourceType: "Patient", id: "a" }],
    [
      "another bundle",
      {
        resourceType: "Bundle",
        type: "batch-response",
        entry: [{ resource: { resourceType: "Patient", id: "a" } }],
      },
    ],
  ])("GW-61 does not take %s for a searchset", async (_, answer) => {
    server.answer = (__, response) => sendJson(response, record(answer));
    await expect(idsOf(client())).rejects.toMatchObject({ code: "upstream_invalid" });
  });

  it("GW-60 leaves out entries of other types, outcomes and includes", async () => {
    const entry = [
      { resource: { resourceType: "Patient", id: "a" } },
      { resource: { resourceType: "Observation", id: "o" } },
      { resource: { resourceType: "Patient", id: "i" }, search: { mode: "include" } },
      { resource: { resourceType: "OperationOutcome" }, search: { mode: "outcome" } },
      {
        resource: {
          resourceType: "Bundle",
          type: "searchset",
          entry: [{ resource: { resourceType: "Patient", id: "n" } }],
        },
      },
      { fullUrl: "Patient/f" },
      null,
      "Patient",
    ];
    server.answer = (_, response) =>
      sendJson(response, record({ resourceType: "Bundle", type: "searchset", entry }));
    expect(await idsOf(client())).toEqual(["a"]);
  });

  it.each(["ftp://ehr.test/fhir", "not a url", "http://ehr.test/fhir?x=1"])(
    "refuses the base url %s",
    (baseUrl) => {
      expect(() => createUpstream({ baseUrl })).toThrow(expect.objectContaining({ code: "config_invalid" }));
    },
  );

  it("reports an upstream that is not there", async () => {
    const nobody = client({ baseUrl: "http://127.0.0.1:1/fhir" });
    await expect(nobody.read("Patient", "a")).rejects.toMatchObject({ code: "upstream_unreachable" });
  });
});
