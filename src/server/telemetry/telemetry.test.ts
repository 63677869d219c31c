import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Decision } from "../../decision/types.ts";
import { err, ok } from "../../kernel/result.ts";
import type { Asked, Pipeline } from "../../pipeline.ts";
import type { Log, LogFacts } from "../log.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { createTelemetry, type Telemetry } from "./telemetry.ts";
import { openTraces, type Traces } from "./traces.ts";

const SECRET = "Hobbs-1932";
const CALLER = "0af7651916cd43dd8448eb211c80319c";
const PARENT = `00-${CALLER}-b7ad6b7169203331-01`;

const servers: Server[] = [];
const exported: string[] = [];
const lines: LogFacts[] = [];
const log: Log = {
  isDebug: true,
  debug: (_event, facts = {}) => void lines.push(facts),
  info: () => undefined,
  warn: () => undefined,
  fault: () => undefined,
};

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  servers.push(server);
  await new Promise((settle) => server.once("listening", settle));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

let metrics: Metrics;
let traces: Traces;
let telemetry: Telemetry;
let sentOn: readonly string[] = [];
let base: string;

beforeAll(async () => {
  const endpoint = await serve((request, response) => {
    request.setEncoding("utf8").on("data", (text: string) => exported.push(text));
    request.on("end", () => response.setHeader("content-type", "application/json").end("{}"));
  });
  metrics = createMetrics();
  traces = await openTraces({ endpoint, ratio: 1 });
  telemetry = createTelemetry({ metrics, traces, log });
  base = await serve(
    telemetry.listener((_request, response) => {
      const asked = telemetry.upstream("GET");
      sentOn = asked.headers;
      asked.settled(200);
      response.setHeader("x-request-id", "entry-1").end("answered");
    }),
  );
  const headers = { traceparent: PARENT, tracestate: `patient=${SECRET}` };
  await (await fetch(`${base}/fhir/Patient?name=${SECRET}`, { headers })).text();
  await (await fetch(`${base}/${SECRET}`)).text();
  await traces.close();
});

afterAll(async () => {
  for (const server of servers) await new Promise((settle) => server.close(settle).closeAllConnections());
});

describe("what is seen of a request", () => {
  it("F183 is counted by surface and status", async () => {
    const text = await metrics.text();
    expect(text).toContain('modicum_http_requests_total{surface="fhir",status="200"} 1');
    expect(text).toContain('modicum_http_requests_total{surface="console",status="200"} 1');
    expect(text).toContain('modicum_upstream_request_duration_seconds_count{method="GET",outcome="2xx"} 2');
  });

  it("F183 is logged with the id of its entry and of its trace, and without its path", () => {
    expect(lines[0]).toMatchObject({
      surface: "fhir",
      method: "GET",
      status: 200,
      requestId: "entry-1",
      traceId: CALLER,
    });
  });

  it("F183 is a span in the caller's trace, and the upstream is told of it", () => {
    expect(exported.join("")).toContain(CALLER);
    expect(exported.join("")).toContain('"name":"upstream"');
    expect(sentOn[0]).toBe("traceparent");
  });

  it("F183 holds nothing that the request says of a patient: path, query, tracestate", async () => {
    expect(exported.length).toBeGreaterThan(0);
    expect(`${exported.join("")}${JSON.stringify(lines)}${await metrics.text()}`).not.toContain(SECRET);
    expect(sentOn.join()).not.toContain(SECRET);
  });
});

const ASKED = { interaction: "fhir.read", credentials: {} } as Asked;
const RELEASE = { outcome: "deny", reason: "no_grant" } as const;

describe("the steps of a request", () => {
  const quiet = createTelemetry({ metrics: createMetrics(), traces: null, log });
  const refused = err("unauthenticated" as const);
  const pipeline = quiet.pipeline({
    identify: async () => refused,
    record: async (_caller: unknown, asked: Asked) => {
      if (asked.interaction === "fhir.failed") throw new Error("not durable");
      return "entry-1";
    },
  } as unknown as Pipeline);

  it("F183 are timed, and give what they give", async () => {
    expect(await pipeline.identify(ASKED.credentials)).toBe(refused);
    expect(pipeline.stage?.("decide", () => ok({} as Decision)).ok).toBe(true);
    const text = await quiet.metrics.text();
    expect(text).toContain('modicum_stage_duration_seconds_count{stage="identify"} 1');
    expect(text).toContain('modicum_stage_duration_seconds_count{stage="decide"} 1');
  });

  it("F183 an outcome counts once its entry is durable, and not before", async () => {
    await pipeline.record(null, ASKED, null, RELEASE);
    const failed = pipeline.record(null, { ...ASKED, interaction: "fhir.failed" }, null, RELEASE);
    await expect(failed).rejects.toThrow("not durable");
    const text = await quiet.metrics.text();
    expect(text).toContain(
      'modicum_outcomes_total{interaction="fhir.read",outcome="deny",reason="no_grant"} 1',
    );
    expect(text).not.toContain("fhir.failed");
  });
});
