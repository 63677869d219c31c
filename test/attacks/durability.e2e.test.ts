import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_SEED, generateHospital } from "../../demo/hospital.ts";
import {
  freshDataDir,
  modicum,
  removeDataDir,
  type RunningServer,
  startServer,
} from "../e2e/running-server.ts";
import { E2E_NOW } from "../e2e/shared-server.ts";
import { type Answered, load, waitUntil } from "./load.ts";
import { identifiersOf } from "./identifiers.ts";

/** Kills what holds the record while answers leave, and compares what clients got with what was recorded. */
const hospital = generateHospital({ seed: DEFAULT_SEED, size: "practice", now: Date.parse(E2E_NOW) });
const { landmarks } = hospital;
const PATHS = [
  `/fhir/Patient/${landmarks.billablePatient}`,
  `/fhir/Claim?patient=${landmarks.billablePatient}`,
  `/fhir/Patient/${landmarks.strangerOfPaul}?_elements=name`,
  "/fhir/Observation",
];

let dataDir: string;
let server: RunningServer;
let biller: string;
let auditor: string;
const said: string[] = [];

async function start(): Promise<void> {
  server = await startServer({ MODICUM_DATA: dataDir, MODICUM_CLOCK: E2E_NOW, MODICUM_LOG_LEVEL: "debug" });
}

async function killServer(): Promise<void> {
  const { pid } = JSON.parse(await readFile(join(dataDir, "server.json"), "utf8")) as { pid: number };
  process.kill(pid, "SIGKILL");
  await waitUntil(async () => (await fetch(`${server.url}/healthz`).catch(() => null)) === null);
  said.push(server.stdout(), server.stderr());
}

async function killDatabase(): Promise<void> {
  const [pid = ""] = (await readFile(join(dataDir, "postgres/postmaster.pid"), "utf8")).split("\n");
  process.kill(Number(pid), "SIGKILL");
}

async function token(person: string, purpose: string): Promise<string> {
  const { stdout } = await modicum(["token", "--as", person, "--purpose", purpose], { dataDir });
  return stdout.trim();
}

async function recordedIds(): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  let after: string | null = null;
  do {
    const reply: Response = await fetch(`${server.url}/api/v1/record/_search`, {
      method: "POST",
      headers: { authorization: `Bearer ${auditor}`, "content-type": "application/json" },
      body: JSON.stringify({ limit: 500, ...(after === null ? {} : { after }) }),
    });
    const page = (await reply.json()) as { entries: { id: string }[]; next: string | null };
    for (const { id } of page.entries) ids.add(id);
    after = page.next;
  } while (after !== null);
  return ids;
}

const unrecorded = (answers: readonly Answered[], ids: ReadonlySet<string>): readonly Answered[] =>
  answers.filter(({ entry }) => entry !== null && !ids.has(entry));

beforeAll(async () => {
  dataDir = await freshDataDir();
  await start();
  [biller, auditor] = await Promise.all([token("bea.biller", "HPAYMT"), token("audra.auditor", "HCOMPL")]);
});
afterAll(() => removeDataDir(dataDir));

describe("the record and what clients received", () => {
  it("GW-01 F176 kill -9 of the server under load: every answer received has its entry", async () => {
    const running = load(server.url, biller, PATHS);
    await waitUntil(() => running.answers.filter(({ status }) => status === 200).length > 150);
    await killServer();
    const answers = await running.stop();
    await start();
    expect(answers.every(({ status, entry }) => status !== 200 || entry !== null)).toBe(true);
    expect(unrecorded(answers, await recordedIds())).toEqual([]);
  });

  it("GW-01 F176 kill -9 of the database under load: what was answered is recorded, then all is denied", async () => {
    const running = load(server.url, biller, PATHS);
    await waitUntil(() => running.answers.filter(({ status }) => status === 200).length > 100);
    await killDatabase();
    await waitUntil(() => running.answers.at(-1)?.status === 503);
    const before = running.answers.length;
    await waitUntil(() => running.answers.length > before + 40);
    const answers = await running.stop();
    const after = answers.slice(before);
    expect(new Set(after.map(({ status }) => status))).toEqual(new Set([503]));
    expect(new Set(after.map(({ reason }) => reason))).toEqual(new Set(["record_unavailable"]));
    expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
    await killServer();
    await start();
    expect(unrecorded(answers, await recordedIds())).toEqual([]);
  });

  it("F183 no log of all this, at the level debug, names a patient", async () => {
    await server.stop();
    said.push(server.stdout(), server.stderr(), await readFile(join(dataDir, "postgres.log"), "utf8"));
    const logs = said.join("\n");
    expect(logs).toContain("listening");
    const identifiers = identifiersOf(hospital);
    expect(identifiers.length).toBeGreaterThan(1_000);
    expect(identifiers.filter((identifier) => logs.includes(identifier))).toEqual([]);
  });
});
