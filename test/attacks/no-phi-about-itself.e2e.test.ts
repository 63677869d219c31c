import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_SEED, generateHospital } from "../../demo/hospital.ts";
import { demoTokens } from "../../src/identity/demo-tokens.ts";
import { fixedClock } from "../../src/kernel/clock.ts";
import { openDemoSigningKey } from "../../src/keys/insecure/demo-signing-key.ts";
import { removeDataDir, type RunningServer, startServer } from "../e2e/running-server.ts";
import { E2E_NOW } from "../e2e/shared-server.ts";
import { identifiersOf } from "./identifiers.ts";

const NOW = Date.parse(E2E_NOW);
/** In one query; a query that is too long is refused unread. */
const AT_ONCE = 100;
const IN_PARALLEL = 8;
/** Every so many groups of identifiers are asked for in every way; 1: all of them. */
const EACH = Number(process.env["MODICUM_PHI_EACH"] ?? 48);
const ASKERS = [
  ["nina.nurse", "treatment"],
  ["fran.frontdesk", "check-in"],
  ["vera.vendor", "system-support"],
  [null, ""],
] as const;

type Ask = readonly [path: string, init?: RequestInit];

let identifiers: readonly string[];
let said: Readonly<Record<"logs" | "metrics" | "traces" | "faults", string>>;
const statuses = new Map<number, number>();

/** The ways in which what is asked could come to stand where it must not. */
function asksOf(group: readonly string[]): readonly Ask[] {
  const [one = ""] = group;
  const all = group.map(encodeURIComponent).join(",");
  const body = JSON.stringify({
    resourceType: "Patient",
    id: one,
    name: [{ text: one }],
    identifiers: group,
  });
  const json = { "content-type": "application/fhir+json" };
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const path = encodeURIComponent(one);
  return [
    [`/fhir/Patient?name=${all}`],
    [`/fhir/Patient?identifier=${all}`],
    ["/fhir/Patient/_search", { method: "POST", headers: form, body: `phone=${all}` }],
    [`/fhir/Patient/${path}`, { headers: { "x-case": path, tracestate: `a=${path}` } }],
    [`/fhir/${path}?${path}=${path}`],
    [`/fhir/Patient/${path}/$everything`],
    [`/fhir/Patient/${path}`, { method: "PUT", headers: json, body }],
    ["/fhir", { method: "POST", headers: json, body: body.slice(0, -9) }],
    [`/${path}`],
    [`/api/v1/people?text=${path}`],
    ["/api/v1/locate", { method: "POST", headers: { "content-type": "application/json" }, body }],
    ["/access/v1/evaluation", { method: "POST", headers: { "content-type": "application/json" }, body }],
    ["/oauth/token", { method: "POST", headers: form, body: `grant_type=${path}&client_id=${path}` }],
  ];
}

beforeAll(async () => {
  const spans: string[] = [];
  const collector = createServer((request, response) => {
    request.setEncoding("utf8").on("data", (text: string) => spans.push(text));
    request.on("end", () => response.setHeader("content-type", "application/json").end("{}"));
  });
  await new Promise((settle) => collector.listen(0, "127.0.0.1", () => settle(null)));
  const { port } = collector.address() as AddressInfo;
  identifiers = identifiersOf(generateHospital({ seed: DEFAULT_SEED, size: "practice", now: NOW }));
  const server = await startServer({
    MODICUM_CLOCK: E2E_NOW,
    MODICUM_LOG_LEVEL: "debug",
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
  });
  const faults = await askEverything(server);
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  await server.stop();
  await removeDataDir(server.dataDir);
  collector.close();
  said = { logs: server.stderr(), metrics, traces: spans.join(""), faults: faults.join("\n") };
});

/** Gives the bodies of what was refused. */
async function askEverything(server: RunningServer): Promise<readonly string[]> {
  const key = await openDemoSigningKey(join(server.dataDir, "keys"), "demo");
  const tokens = demoTokens(key, fixedClock(NOW));
  const asks: Ask[] = [];
  for (const [personId, purpose] of ASKERS) {
    const token = personId === null ? null : await tokens.mint({ personId, purpose });
    const headers = token === null ? {} : { authorization: `Bearer ${token}` };
    for (const [path, init] of personId === null ? everyAsk() : someAsks())
      asks.push([path, { ...init, headers: { ...headers, ...(init?.headers as object) } }]);
  }
  const faults: string[] = [];
  const next = async (): Promise<void> => {
    for (let ask = asks.pop(); ask !== undefined; ask = asks.pop()) {
      const answer = await fetch(server.url + ask[0], ask[1]);
      const text = await answer.text();
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      if (answer.status >= 400) faults.push(text);
    }
  };
  await Promise.all(Array.from({ length: IN_PARALLEL }, next));
  return faults;
}

/** Each identifier in a search at least. */
function everyAsk(): readonly Ask[] {
  return [...groups().flatMap((group) => asksOf(group).slice(0, 1)), ...someAsks()];
}

/** Some groups in every way. */
function someAsks(): readonly Ask[] {
  return groups().flatMap((group, at) => (at % EACH === 0 ? asksOf(group) : []));
}

function groups(): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(identifiers.length / AT_ONCE) }, (_, at) =>
    identifiers.slice(at * AT_ONCE, (at + 1) * AT_ONCE),
  );
}

afterAll(() => {
  statuses.clear();
});

describe("what the process says about itself while every demo patient is asked for", () => {
  it("F183 there was something to find: thousands of identifiers, answers, denials, spans, lines", () => {
    expect(identifiers.length).toBeGreaterThan(1_000);
    expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 401, 403, 404]));
    expect(said.logs.split('"msg":"answered"').length).toBeGreaterThan(200);
    expect(said.traces).toContain('"name":"minimize"');
    expect(said.metrics).toContain('modicum_outcomes_total{interaction="fhir.search"');
    expect(said.faults.length).toBeGreaterThan(10_000);
  });

  it.each(["logs", "metrics", "traces", "faults"] as const)("F183 none of them stands in %s", (place) => {
    const decoded = `${said[place]}\n${decodeURIComponent(said[place].replaceAll(/%(?![0-9a-f]{2})/gi, "%25"))}`;
    expect(identifiers.filter((identifier) => decoded.includes(identifier))).toEqual([]);
  });
});
