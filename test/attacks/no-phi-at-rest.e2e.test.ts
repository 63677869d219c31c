import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { DEFAULT_SEED, generateHospital } from "../../demo/hospital.ts";
import { demoTokens } from "../../src/identity/demo-tokens.ts";
import { offsetClock } from "../../src/kernel/clock.ts";
import { openDemoSigningKey } from "../../src/keys/insecure/demo-signing-key.ts";
import { createDuck } from "../../src/store/cold/duck.ts";
import { sealMonths } from "../../src/store/cold/seal.ts";
import { openDatabase } from "../../src/store/database.ts";
import { createLogStore } from "../../src/store/log-store.ts";
import {
  freshDataDir,
  modicum,
  removeDataDir,
  type RunningServer,
  startServer,
} from "../e2e/running-server.ts";
import { E2E_NOW } from "../e2e/shared-server.ts";
import { identifiersOf } from "./identifiers.ts";

const NOW = Date.parse(E2E_NOW);
/** When nothing has to be kept any more of what was recorded now. */
const SEVEN_YEARS_ON = new Date(NOW + 7 * 366 * 86_400_000).toISOString();
const PATIENTS = 40;
/** The roster tells open which Patient somebody is who has an account: that of the demo's own patient. */
const IN_ROSTER = "patient-pat";
const AUDITOR = ["--as", "audra.auditor", "--purpose", "audit"];

type Ask = (person: string, purpose: string, path: string, body?: object) => Promise<Response>;

/** Asks as people of the demo, whose tokens are minted for the time of that server. */
async function asking(server: RunningServer, now: string): Promise<Ask> {
  const key = await openDemoSigningKey(join(server.dataDir, "keys"), "demo");
  const tokens = demoTokens(key, offsetClock(Date.parse(now) - Date.now()));
  return async (personId, purpose, path, body) => {
    const headers = { authorization: `Bearer ${await tokens.mint({ personId, purpose })}` };
    if (body === undefined) return fetch(server.url + path, { headers });
    const json = { ...headers, "content-type": "application/json" };
    return fetch(server.url + path, { method: "POST", headers: json, body: JSON.stringify(body) });
  };
}

async function jsonOf<T>(answer: Response): Promise<T> {
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

interface Patient {
  readonly id: string;
  readonly name?: readonly { readonly family?: string }[];
}

/** What a day leaves: charts read and searched for, a restriction, a hold that ends, an export. */
async function aDay(ask: Ask): Promise<readonly string[]> {
  const bundle = await jsonOf<{ readonly entry: readonly { readonly resource: Patient }[] }>(
    await ask("paul.provider", "TREAT", `/fhir/Patient?_count=${PATIENTS}`),
  );
  const patients = bundle.entry.map(({ resource }) => resource);
  for (const { id, name } of patients) {
    await jsonOf(await ask("paul.provider", "TREAT", `/fhir/Patient/${id}`));
    await jsonOf(await ask("paul.provider", "TREAT", `/fhir/Condition?patient=${id}`));
    await ask(
      "fran.frontdesk",
      "check-in",
      `/fhir/Patient?family=${encodeURIComponent(name?.[0]?.family ?? "")}`,
    );
    await ask("vera.vendor", "system-support", `/fhir/Patient/${id}/$everything`);
  }
  const [patient = ""] = patients.map(({ id }) => id);
  const restriction = { id: randomUUID(), patient, kind: "agreed", note: `about ${patient}` };
  await jsonOf(await ask("priya.privacy", "compliance", "/api/v1/restrictions", restriction));
  const hold = { id: randomUUID(), scope: { kind: "patient", patient }, reason: `suit of ${patient}` };
  await jsonOf(await ask("priya.privacy", "compliance", "/api/v1/retention/holds", hold));
  const released = { reason: `settled with ${patient}` };
  await jsonOf(
    await ask("sam.security", "compliance", `/api/v1/retention/holds/${hold.id}/release`, released),
  );
  return patients.map(({ id }) => id);
}

async function backUp(ask: Ask): Promise<void> {
  const { job } = await jsonOf<{ readonly job: string }>(
    await ask("sam.security", "compliance", "/api/v1/backups", {}),
  );
  const state = async (): Promise<string> =>
    (await jsonOf<{ readonly state: string }>(await ask("sam.security", "compliance", `/api/v1/jobs/${job}`)))
      .state;
  await vi.waitUntil(async () => (await state()) === "done", { timeout: 60_000, interval: 250 });
}

/** As the server does it when a month has ended and its leaves lie in tiles, without its wait for an hour. */
async function leaveForFiles(dataDir: string): Promise<readonly string[]> {
  const { stdout } = await modicum(["db", "url"], { dataDir });
  const database = await openDatabase({ dataDir, databaseUrl: stdout.trim() });
  const duck = createDuck(dataDir);
  const log = createLogStore(database.kysely);
  const seal = async (): Promise<readonly string[]> => {
    const provenThrough = ((await log.state())?.firstSeq ?? 1) - 1 + (await log.tilesThrough());
    const rule = { now: Date.parse(SEVEN_YEARS_ON), keepMonths: 1, provenThrough, newestFrom: Infinity };
    return sealMonths(database.kysely, { duck, folder: join(dataDir, "cold") }, rule);
  };
  const sealed = await vi.waitUntil(
    async () => {
      const ids = await seal();
      return ids.length > 0 && ids;
    },
    { timeout: 30_000, interval: 250 },
  );
  await duck.close();
  await database.close();
  return sealed;
}

/** Destroys the key of this patient, by two people; the shredding as it stands then. */
async function shred(ask: Ask, patient: string) {
  const [by, at] = ["compliance", "/api/v1/shreddings"];
  const asked = { id: randomUUID(), patient, reason: "nothing has to be kept any more" };
  await jsonOf(await ask("priya.privacy", by, at, asked));
  await jsonOf(await ask("sam.security", by, `${at}/${asked.id}/approve`, {}));
  const found = async () =>
    jsonOf<{ readonly state: string; readonly patient: string | null }>(
      await ask("priya.privacy", by, `${at}/${asked.id}`),
    );
  await vi.waitUntil(async () => (await found()).state === "done", { timeout: 60_000, interval: 250 });
  return found();
}

function identifiers(): readonly string[] {
  const hospital = generateHospital({ seed: DEFAULT_SEED, size: "practice", now: NOW });
  return identifiersOf(hospital).filter((identifier) => identifier !== IN_ROSTER);
}

/** The files under this folder in which one of the identifiers stands, as bytes. */
async function filesWith(folder: string, list: string): Promise<readonly string[]> {
  const args = ["-r", "-l", "-a", "-F", "-f", list, folder];
  const { stdout } = await promisify(execFile)("grep", args, {
    maxBuffer: 1 << 24,
    env: { LC_ALL: "C" },
  }).catch((fault: { readonly code?: number; readonly stdout?: string }) => {
    if (fault.code === 1) return { stdout: "" };
    throw fault;
  });
  return stdout.split("\n").filter((line) => line !== "");
}

describe("everything that is stored, once charts were read, an old month left, and a patient's key was destroyed", () => {
  const started: RunningServer[] = [];
  const start = async (env: Record<string, string>): Promise<RunningServer> => {
    const server = await startServer(env);
    started.push(server);
    return server;
  };
  let dataDir: string;
  let listed: string;
  let logs = "";
  let verified: Awaited<ReturnType<typeof modicum>>;
  let shredded: Awaited<ReturnType<typeof shred>>;
  let left: readonly string[];
  let entriesOf: readonly { readonly patients: readonly string[] }[];

  beforeAll(async () => {
    dataDir = await freshDataDir();
    listed = `${dataDir}.identifiers`;
    const since = join(dataDir, "checkpoint-of-then");
    await writeFile(listed, `${identifiers().join("\n")}\n`);
    const env = { MODICUM_DATA: dataDir, MODICUM_LOG_LEVEL: "debug" };

    const today = await start({ ...env, MODICUM_CLOCK: E2E_NOW });
    const patients = await aDay(await asking(today, E2E_NOW));
    const patient = patients.find((id) => id !== IN_ROSTER) ?? "";
    await writeFile(since, await (await fetch(`${today.url}/log/checkpoint`)).text());
    await backUp(await asking(today, E2E_NOW));
    await today.stop();

    const later = await start({ ...env, MODICUM_CLOCK: SEVEN_YEARS_ON });
    const ask = await asking(later, SEVEN_YEARS_ON);
    // Leaves are kept apart from their entries by 256.
    for (let n = 0; n < 256; n++) await ask("vera.vendor", "system-support", `/fhir/Patient/${patient}`);
    left = await leaveForFiles(dataDir);
    shredded = await shred(ask, patient);
    await backUp(ask);
    const history = await ask("audra.auditor", "audit", "/api/v1/record/_search", { patient, limit: 10 });
    entriesOf = (await jsonOf<{ readonly entries: typeof entriesOf }>(history)).entries;
    verified = await modicum(["log", "verify", "--sealed", "--since", since, ...AUDITOR], { dataDir });
    await later.stop();
    logs = today.stdout() + today.stderr() + later.stdout() + later.stderr();
  }, 240_000);
  afterAll(async () => {
    for (const server of started) await server.stop();
    await removeDataDir(dataDir);
    await removeDataDir(listed);
  });

  it("F179 there is where to look: tables, their log, an old month, two backups", async () => {
    const files = await readdir(dataDir, { recursive: true });
    expect(left).toHaveLength(1);
    for (const part of [/pg_wal\//, /cold\/.*\.parquet$/, /backups?\//, /journal\//, /keys\//])
      expect(files.filter((file) => part.test(file)).length).toBeGreaterThan(0);
  });

  it("F154 F179 F183 no identifier of any patient of the demo stands in any file, write-ahead log and logs included", async () => {
    await writeFile(join(dataDir, "said.log"), logs);
    expect(await filesWith(dataDir, listed)).toEqual([]);
  });

  it("F179 the search would have found one", async () => {
    const planted = join(dataDir, "planted");
    const [first = ""] = identifiers();
    await writeFile(planted, Buffer.concat([Buffer.of(0, 255), Buffer.from(first), Buffer.of(0)]));
    expect(await filesWith(dataDir, listed)).toEqual([planted]);
  });

  it("F179 nobody can tell whom it was, and every old proof holds", () => {
    expect(shredded).toMatchObject({ state: "done", patient: null });
    expect(entriesOf).toEqual([]);
    const said = expect.stringContaining("nothing is wrong with it") as string;
    expect({ code: verified.code, said: verified.stderr }).toEqual({ code: 0, said });
  });
});
