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
import { clientsOf, type FaultTarget, pause, type Received, waitUntil } from "./fault-clients.ts";
import { type StoredLine, tallyLine, tallyOf } from "./fault-tally.ts";
import { identifiersOf } from "./identifiers.ts";

/** Kills what holds the record while answers leave, and compares what clients got with what was recorded. */
const hospital = generateHospital({ seed: DEFAULT_SEED, size: "practice", now: Date.parse(E2E_NOW) });
const { landmarks } = hospital;
const PATHS = [
  `/fhir/Patient/${landmarks.billablePatient}`,
  `/fhir/Claim?patient=${landmarks.billablePatient}`,
  "/fhir/Observation?_count=500",
  `/fhir/Patient/${landmarks.strangerOfPaul}?_elements=name`,
  "/fhir/Observation?_count=20",
];
/** Each kills the next of the victims at a random point; CI's are few, a night's are many. */
const ROUNDS = Number(process.env["FAULT_ROUNDS"] ?? 2);
/** How long the load goes on at most before the fault. */
const LOAD_MS = ROUNDS > 3 ? 3_000 : 700;
/** Answers before it. */
const WARM = 15;
const VICTIMS = ["the server", "the database", "both"] as const;
type Victim = (typeof VICTIMS)[number];

let dataDir: string;
let server: RunningServer;
let target: FaultTarget;
const said: string[] = [];
const received: Received[] = [];
const stored: StoredLine[] = [];

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

/** Reads what came into the record since the last look, newest first. */
async function readRecord(): Promise<void> {
  const newest = stored[0]?.id;
  const fresh: StoredLine[] = [];
  let after: string | null = null;
  do {
    const reply: Response = await fetch(`${server.url}/api/v1/record/_search`, {
      method: "POST",
      headers: { authorization: `Bearer ${target.auditor}`, "content-type": "application/json" },
      body: JSON.stringify({ limit: 500, ...(after === null ? {} : { after }) }),
    });
    const page = (await reply.json()) as { entries: readonly StoredLine[]; next: string | null };
    fresh.push(
      ...page.entries.map(({ id, partOf, records = [] }) => ({ id, records, ...(partOf && { partOf }) })),
    );
    after = page.entries.some(({ id }) => id === newest) ? null : page.next;
  } while (after !== null);
  const known = fresh.findIndex(({ id }) => id === newest);
  stored.unshift(...(known === -1 ? fresh : fresh.slice(0, known)));
}

const permitted = (answers: readonly Received[]): number =>
  answers.filter(({ status }) => status === 200).length;

/** AUD-108: everything is denied meanwhile, for one reason, and answered again without a hand. */
async function deniedUntilItIsBack(answers: readonly Received[]): Promise<void> {
  await waitUntil(() => answers.at(-1)?.status === 503);
  const refusals = answers.length;
  expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
  await waitUntil(() => permitted(answers.slice(refusals)) > 5);
  await waitUntil(async () => (await fetch(`${server.url}/readyz`)).ok);
  const unrecorded = answers.filter(({ entry, reason }) => entry === null && reason !== undefined);
  expect([...new Set(unrecorded.map(({ reason }) => reason))]).toEqual(["record_unavailable"]);
}

/** One round: load, a fault at a random point of it, and the way back. */
async function fault(victim: Victim): Promise<void> {
  const clients = clientsOf(target, PATHS);
  await waitUntil(() => permitted(clients.received) > WARM);
  await pause(Math.random() * LOAD_MS);
  if (victim !== "the server") await killDatabase();
  if (victim === "both") await pause(Math.random() * 200);
  if (victim !== "the database") await killServer();
  else await deniedUntilItIsBack(clients.received);
  received.push(...(await clients.stop()));
  if (victim !== "the database") await start();
  await readRecord();
}

beforeAll(async () => {
  dataDir = await freshDataDir();
  await start();
  const [biller, provider, auditor] = await Promise.all([
    token("bea.biller", "HPAYMT"),
    token("paul.provider", "TREAT"),
    token("audra.auditor", "HCOMPL"),
  ]);
  target = { url: () => server.url, biller, provider, auditor };
});
afterAll(() => removeDataDir(dataDir));

describe("the record and what clients received", () => {
  it(
    "AUD-100 GW-01 F176 kill -9 at random points under load: every answer received has its entry, once",
    async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const victim = VICTIMS[round % VICTIMS.length] ?? "both";
        await fault(victim);
        const tally = tallyOf(received, stored);
        console.log(`round ${round + 1}, ${victim}: ${tallyLine(tally)}`);
        expect(tally).toMatchObject({ missing: [], doubled: [], unnamed: [] });
      }
      expect(permitted(received)).toBeGreaterThan(WARM * ROUNDS);
      expect(received.some(({ records }) => records.length > 100)).toBe(true);
    },
    60_000 + ROUNDS * 60_000,
  );

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
