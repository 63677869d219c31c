import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sharedHospital } from "../testing/shared-hospital.ts";
import { startDemoServer } from "./server.ts";
import type { DemoServer } from "./server.ts";

interface History {
  readonly type: string;
  readonly entry: readonly {
    readonly resource: { readonly meta: { readonly versionId: string; readonly lastUpdated: string } };
    readonly request: { readonly method: string };
  }[];
}

const hospital = sharedHospital();
let server: DemoServer;

beforeAll(async () => {
  server = await startDemoServer(hospital, { port: 0, host: "127.0.0.1" });
});
afterAll(() => server.close());

const get = async (path: string) => {
  const response = await fetch(`${server.url}/${path}`);
  return { status: response.status, body: (await response.json()) as History };
};

/** A record of the hospital that was written in several goes. */
const several = hospital.resources.find(
  ({ resourceType, meta }) =>
    resourceType === "Observation" && (meta as { readonly versionId: string }).versionId === "3",
);
const path = `Observation/${several?.["id"] as string}`;

describe("history of the demo hospital", () => {
  test("tells the versions of a record, newest first, the first as created", async () => {
    const { body } = await get(`${path}/_history`);
    expect(body.type).toBe("history");
    expect(body.entry.map(({ resource }) => resource.meta.versionId)).toEqual(["3", "2", "1"]);
    expect(body.entry.map(({ request }) => request.method)).toEqual(["PUT", "PUT", "POST"]);
    const times = body.entry.map(({ resource }) => Date.parse(resource.meta.lastUpdated));
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  test("reads one version, and knows no other", async () => {
    expect(await get(`${path}/_history/1`)).toMatchObject({
      status: 200,
      body: { status: "preliminary", meta: { versionId: "1" } },
    });
    expect([
      (await get(`${path}/_history/4`)).status,
      (await get("Observation/none/_history")).status,
    ]).toEqual([404, 404]);
  });

  test("keeps what is written over", async () => {
    const { body } = await get(path);
    const headers = { "content-type": "application/fhir+json" };
    await fetch(`${server.url}/${path}`, {
      method: "PUT",
      headers,
      body: JSON.stringify({ ...body, status: "amended" }),
    });
    const after = await get(`${path}/_history`);
    expect(after.body.entry.map(({ resource }) => resource.meta.versionId)).toEqual(["4", "3", "2", "1"]);
  });
});
