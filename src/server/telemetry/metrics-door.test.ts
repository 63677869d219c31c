import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TelemetryConfig } from "../../config/telemetry.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { metricsDoor, openMetricsPort } from "./metrics-door.ts";

const TOKEN = "a-token-of-enough-characters";
const NONE: TelemetryConfig = { metricsToken: undefined, metricsPort: undefined, traces: null };

let metrics: Metrics;
beforeAll(() => {
  metrics = createMetrics();
  metrics.requests.of("fhir", "200").add();
});

async function statusOf(
  mode: "demo" | "production",
  telemetry: TelemetryConfig,
  headers: Record<string, string> = {},
): Promise<number> {
  const door = metricsDoor(metrics, { mode, telemetry });
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    if (!door(request, response)) response.writeHead(404).end();
  };
  const server = createServer(answer).listen(0, "127.0.0.1");
  await new Promise((settle) => server.once("listening", settle));
  const { port } = server.address() as AddressInfo;
  const { status } = await fetch(`http://127.0.0.1:${port}/metrics`, { headers });
  await new Promise((settle) => server.close(settle));
  return status;
}

describe("who may scrape", () => {
  it("F183 the demo shows its metrics to its own machine", async () => {
    expect(await statusOf("demo", NONE)).toBe(200);
  });

  it("F183 production without a token has no metrics on the port of its clients", async () => {
    expect(await statusOf("production", NONE)).toBe(404);
  });

  it("F183 production shows them to who bears the token, and to nobody else", async () => {
    const telemetry = { ...NONE, metricsToken: TOKEN };
    expect(await statusOf("production", telemetry)).toBe(401);
    expect(await statusOf("production", telemetry, { authorization: `Bearer ${TOKEN}x` })).toBe(401);
    expect(await statusOf("production", telemetry, { authorization: `Bearer ${TOKEN}` })).toBe(200);
  });
});

describe("a port of its own", () => {
  const closers: (() => Promise<void>)[] = [];
  afterAll(async () => {
    for (const close of closers) await close();
  });

  it("F183 answers metrics and nothing else", async () => {
    const probe = createServer().listen(0, "127.0.0.1");
    await new Promise((settle) => probe.once("listening", settle));
    const { port } = probe.address() as AddressInfo;
    await new Promise((settle) => probe.close(settle));
    await openMetricsPort(metrics, { telemetry: { ...NONE, metricsPort: port } }, closers);
    const page = await fetch(`http://127.0.0.1:${port}/metrics`);
    expect(await page.text()).toContain('modicum_http_requests_total{surface="fhir",status="200"} 1');
    expect((await fetch(`http://127.0.0.1:${port}/fhir/Patient`)).status).toBe(404);
  });
});
