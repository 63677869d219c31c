/**
 * Response times of the gateway over HTTP, before an upstream over HTTP: of a hidden id against an absent one, of a
 * visible one, and of searches with more hidden rows: `npx tsx bench/noninterference-timing.bench.ts`.
 * Questions take turns in random order; figures are medians in milliseconds and the area under the curve.
 */
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Pool } from "undici";
import { createFhirGateway } from "../src/gateway/fhir/gateway.ts";
import { laboratory, patient, record } from "../src/gateway/fhir/testing/charts.ts";
import { createDice } from "../src/gateway/fhir/testing/dice.ts";
import { searchsetOf, send, sendJson, startHttpUpstream } from "../src/gateway/fhir/testing/http-upstream.ts";
import { depsOf, practice } from "../src/gateway/fhir/testing/practice.ts";
import { createUpstream } from "../src/gateway/fhir/upstream/client.ts";
import type { JsonObject } from "../src/kernel/json.ts";
import { areaUnderCurve, spreadByChance } from "./rank-statistic.ts";

const ROUNDS = Number(process.env["ROUNDS"] ?? 300);
const WARM_UP = 30;
const HIDDEN_ROWS = [0, 10, 100, 1000];
const STEP_MS = 25;

/** Rows of p1 that nobody of the practice sees: labeled as psychotherapy. */
function hiddenRows(count: number): readonly JsonObject[] {
  const meta = {
    security: [{ system: "http://terminology.hl7.org/CodeSystem/v3-ActCode", code: "PSYTHPN" }],
  };
  return Array.from({ length: count }, (_, at) => laboratory(`hidden-${at}`, "p1", at, { meta }));
}

interface Asked {
  readonly name: string;
  readonly path: string;
  readonly times: number[];
}

const upstream = await startHttpUpstream();
let rows: readonly JsonObject[] = [];
const hiddenNote = record({
  resourceType: "Patient",
  id: "p6",
  name: [{ family: "Hidden" }],
  telecom: [{ value: "x".repeat(2000) }],
});
const held = new Map([
  ["Patient/p1", patient("p1")],
  ["Patient/p6", hiddenNote],
]);
upstream.answer = ({ url, method }, response) => {
  if (method === "POST") return sendJson(response, searchsetOf(rows));
  const found = held.get(url.slice("/fhir/".length));
  return found === undefined ? send(response, 404, "{}") : sendJson(response, found);
};

await timeReads(0);
await timeReads(STEP_MS);
await timeSearches();
await upstream.close();

/** A read of what is visible, hidden and absent; `absentStepMs` as the server has it, and none. */
async function timeReads(absentStepMs: number): Promise<void> {
  const asked = [reading("visible", "p1"), reading("hidden", "p6"), reading("absent", "p9")];
  await measured(asked, absentStepMs);
  const [visible, hidden, absent] = asked.map(({ times }) => times) as [number[], number[], number[]];
  const step = absentStepMs === 0 ? "at once" : `at steps of ${absentStepMs} ms`;
  print(`reads, what is not found answered ${step}`, asked);
  print(`  hidden against absent: ${areaText(hidden, absent)}`);
  print(`  visible against absent: ${areaText(visible, absent)}`);
}

/** One search, whose answer is the same, over more and more rows that are hidden. */
async function timeSearches(): Promise<void> {
  const visible = [laboratory("a", "p1", 1), laboratory("b", "p1", 2)];
  const all: Asked[] = [];
  for (const count of HIDDEN_ROWS) {
    rows = [...visible, ...hiddenRows(count)];
    const one: Asked = { name: `${count} hidden rows`, path: "/Observation?patient=p1", times: [] };
    await measured([one], 0);
    all.push(one);
  }
  print("a search of two visible rows", all);
  for (const one of all.slice(1))
    print(`  ${one.name} against none: ${areaText(one.times, all[0]?.times ?? [])}`);
}

function reading(name: string, id: string): Asked {
  return { name, path: `/Patient/${id}`, times: [] };
}

/** Asks each `ROUNDS` times, in an order that chance makes. */
async function measured(asked: readonly Asked[], absentStepMs: number): Promise<void> {
  const client = createUpstream({ baseUrl: upstream.baseUrl });
  const gateway = createFhirGateway(depsOf(practice(), client, { absentStepMs }));
  const server = createServer((request, response) => void gateway(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const pool = new Pool(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { connections: 1 });
  const dice = createDice(7);
  const headers = { authorization: "Bearer nina", "x-purpose-of-use": "treatment" };
  for (let round = 0; round < (ROUNDS + WARM_UP) * asked.length; round++) {
    const one = round < WARM_UP * asked.length ? asked[round % asked.length] : dice.one(asked);
    if (one === undefined) continue;
    const before = performance.now();
    const { body } = await pool.request({ path: `/fhir${one.path}`, method: "GET", headers });
    await body.arrayBuffer();
    if (round >= WARM_UP * asked.length) one.times.push(performance.now() - before);
  }
  await pool.close();
  await client.close();
  await closed(server);
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

function areaText(a: readonly number[], b: readonly number[]): string {
  return `AUC ${areaUnderCurve(a, b).toFixed(3)} (by chance 0.500 ± ${(2 * spreadByChance(a.length, b.length)).toFixed(3)})`;
}

function print(text: string, asked: readonly Asked[] = []): void {
  console.log(text);
  for (const { name, times } of asked)
    console.log(
      `  ${name.padEnd(18)} n ${times.length}  median ${at(times, 0.5)}  p10 ${at(times, 0.1)}  p90 ${at(times, 0.9)}`,
    );
}

function at(times: readonly number[], quantile: number): string {
  return `${(times.toSorted((a, b) => a - b)[Math.floor(times.length * quantile)] ?? 0).toFixed(2).padStart(7)} ms`;
}
