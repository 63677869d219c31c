import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { record } from "../testing/charts.ts";
import { send, sendJson, startHttpUpstream } from "../testing/http-upstream.ts";
import type { HttpUpstream } from "../testing/http-upstream.ts";
import { createUpstream } from "./client.ts";

const version = (n: number) => record({ resourceType: "Patient", id: "a", meta: { versionId: String(n) } });

const page = (entry: readonly object[], next?: string) =>
  record({
    resourceType: "Bundle",
    type: "history",
    link: next === undefined ? [] : [{ relation: "next", url: next }],
    entry,
  });

describe("history of the upstream", () => {
  let server: HttpUpstream;
  let client: ReturnType<typeof createUpstream>;

  beforeAll(async () => {
    server = await startHttpUpstream();
    client = createUpstream({ baseUrl: server.baseUrl });
  });

  afterAll(async () => {
    await client.close();
    await server.close();
  });

  const historyOf = (id: string) => client.history?.("Patient", id);

  it("GW-204 gives the versions over all pages in order, without deletions", async () => {
    server.answer = ({ url }, response) => {
      const deletion = { request: { method: "DELETE", url: "Patient/a" }, response: { status: "204" } };
      const second = page([{ resource: version(1) }]);
      const first = page([{ resource: version(3) }, deletion], `${server.baseUrl}?page=2`);
      sendJson(response, url.endsWith("/_history") ? first : second);
    };
    const metas = (await historyOf("a"))?.map(({ meta }) => JSON.stringify(meta));
    expect(metas).toEqual(['{"versionId":"3"}', '{"versionId":"1"}']);
  });

  it.each([
    [404, []],
    [410, []],
    [405, null],
    [501, null],
  ])("GW-201 takes %i for %j versions", async (status, expected) => {
    server.answer = (_, response) => send(response, status, "{}");
    expect(await historyOf("a")).toEqual(expected);
  });

  it("GW-61 takes a searchset, or a Bundle without end, for a fault", async () => {
    server.answer = (_, response) =>
      sendJson(response, record({ resourceType: "Bundle", type: "searchset" }));
    await expect(historyOf("a")).rejects.toMatchObject({ code: "upstream_invalid" });
    server.answer = (_, response) => sendJson(response, page([], `${server.baseUrl}?page=2`));
    await expect(historyOf("a")).rejects.toMatchObject({ code: "upstream_invalid" });
  });

  it("GW-60 asks nothing for an id that is none", async () => {
    server.seen.length = 0;
    expect(await historyOf("..")).toEqual([]);
    expect(server.seen).toEqual([]);
  });
});
