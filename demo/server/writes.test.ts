import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sharedHospital } from "../testing/shared-hospital.ts";
import { startDemoServer } from "./server.ts";
import type { DemoServer } from "./server.ts";

const hospital = sharedHospital();
let server: DemoServer;

beforeAll(async () => {
  server = await startDemoServer(hospital, { port: 0, host: "127.0.0.1" });
});
afterAll(() => server.close());

interface Sent {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly type?: string;
}

async function send(
  method: string,
  path: string,
  { body, headers, type = "application/fhir+json" }: Sent = {},
) {
  const response = await fetch(`${server.url}/${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { "content-type": type }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = (text === "" ? {} : JSON.parse(text)) as Record<string, unknown>;
  return { status: response.status, headers: response.headers, json };
}

const task = (more: object = {}): object => ({
  resourceType: "Task",
  status: "requested",
  intent: "order",
  for: { reference: "Patient/patient-pat" },
  identifier: [{ system: "urn:test", value: "t-1" }],
  ...more,
});

async function created(more: object = {}): Promise<string> {
  const { json } = await send("POST", "Task", { body: task(more) });
  return String(json["id"]);
}

describe("writes of the demo server", () => {
  test("F170 a created record has an id, a version, and a place", async () => {
    const made = await send("POST", "Task", { body: task() });
    expect(made.status).toBe(201);
    expect(made.headers.get("location")).toBe(`${server.url}/Task/${String(made.json["id"])}`);
    expect(made.headers.get("etag")).toBe('W/"1"');
  });

  test("F170 a search finds what was written, by patient and by the new value", async () => {
    const id = await created({ identifier: [{ system: "urn:test", value: "t-2" }] });
    const found = await send("GET", "Task?patient=patient-pat&identifier=urn:test|t-2");
    expect(
      (found.json["entry"] as { resource: { id: string } }[]).map(({ resource }) => resource.id),
    ).toEqual([id]);
  });

  test("F170 an update makes a new version, and an old one is refused", async () => {
    const id = await created();
    const body = task({ id, status: "completed" });
    const first = await send("PUT", `Task/${id}`, { body, headers: { "if-match": 'W/"1"' } });
    const second = await send("PUT", `Task/${id}`, { body, headers: { "if-match": 'W/"1"' } });
    expect([first.status, first.headers.get("etag"), second.status]).toEqual([200, 'W/"2"', 412]);
  });

  test("F170 a JSON Patch changes one value", async () => {
    const id = await created();
    const body = [{ op: "replace", path: "/status", value: "accepted" }];
    const patched = await send("PATCH", `Task/${id}`, { body, type: "application/json-patch+json" });
    expect([patched.status, patched.json["status"], patched.json["intent"]]).toEqual([
      200,
      "accepted",
      "order",
    ]);
  });

  test("F170 a deleted record is gone from reads and searches", async () => {
    const id = await created({ identifier: [{ system: "urn:test", value: "t-3" }] });
    expect((await send("DELETE", `Task/${id}`)).status).toBe(204);
    expect((await send("GET", `Task/${id}`)).status).toBe(404);
    expect((await send("GET", "Task?identifier=urn:test|t-3")).json["entry"]).toBeUndefined();
  });

  test("F170 a conditional create makes one record and finds it again", async () => {
    const headers = { "if-none-exist": "identifier=urn:test|t-4" };
    const body = task({ identifier: [{ system: "urn:test", value: "t-4" }] });
    const first = await send("POST", "Task", { body, headers });
    const second = await send("POST", "Task", { body, headers });
    expect([first.status, second.status, second.json["id"]]).toEqual([201, 200, first.json["id"]]);
  });

  test("F170 a transaction links its entries", async () => {
    const order = {
      resourceType: "ServiceRequest",
      status: "active",
      intent: "order",
      subject: { reference: "Patient/patient-pat" },
    };
    const entry = [
      { fullUrl: "urn:uuid:a", request: { method: "POST", url: "ServiceRequest" }, resource: order },
      { request: { method: "POST", url: "Task" }, resource: task({ focus: { reference: "urn:uuid:a" } }) },
    ];
    const done = await send("POST", "", { body: { resourceType: "Bundle", type: "transaction", entry } });
    const [first, second] = (done.json["entry"] as { response: { location: string } }[]).map(({ response }) =>
      response.location.replace(/\/_history.*/, ""),
    );
    const written = await send("GET", second ?? "");
    expect(written.json["focus"]).toEqual({ reference: first });
  });

  test("F170 a transaction with a fault changes nothing", async () => {
    const id = await created();
    const entry = [
      { request: { method: "PUT", url: `Task/${id}` }, resource: task({ id, status: "completed" }) },
      { request: { method: "PUT", url: "Task/other" }, resource: { resourceType: "Patient" } },
    ];
    const done = await send("POST", "", { body: { resourceType: "Bundle", type: "transaction", entry } });
    expect([done.status, (await send("GET", `Task/${id}`)).json["status"]]).toEqual([422, "requested"]);
  });

  test("F170 what is no json is refused", async () => {
    expect((await send("POST", "Task", { body: task(), type: "application/xml" })).status).toBe(415);
  });
});
