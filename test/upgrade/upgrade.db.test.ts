import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Kysely, sql } from "kysely";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createRecorder } from "../../src/audit/recorder.ts";
import { openRecordTree } from "../../src/audit/tree/record-tree.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import type { RecordSealer } from "../../src/keys/ports.ts";
import { folderSealer } from "../../src/keys/testing/folder-sealer.ts";
import { openRecordSigningKey } from "../../src/keys/record-signing-key.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { createDirectiveStore } from "../../src/store/directive-store.ts";
import { createJobStore } from "../../src/store/job-store.ts";
import { checkKeys } from "../../src/store/key-check.ts";
import { migrate } from "../../src/store/migrate.ts";
import { MIGRATIONS } from "../../src/store/migrations/index.ts";
import { createPatientKeyStore } from "../../src/store/patient-key-store.ts";
import { createPeopleStore } from "../../src/store/people-store.ts";
import { createPolicyDraftStore } from "../../src/store/policy-draft-store.ts";
import { createRecordStore } from "../../src/store/record-store.ts";
import { keptRelease, restoreDatabase, restoreKeys } from "./kept-release.ts";

const RELEASE = keptRelease("release-0.1");
const PAGE = 1_000;

/** An empty database on the server of this test run. */
async function emptyDatabase(): Promise<string> {
  const template = new URL(inject("templateUrl"));
  const name = `upgrade_${randomBytes(6).toString("hex")}`;
  const client = new Client({ connectionString: new URL("/postgres", template).href });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return new URL(`/${name}`, template).href;
}

let dir: string;
let database: Database;
let sealer: RecordSealer;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "modicum-upgrade-"));
  const databaseUrl = await emptyDatabase();
  await restoreDatabase(RELEASE, databaseUrl);
  await restoreKeys(RELEASE, join(dir, "keys"));
  database = await openDatabase({ dataDir: dir, databaseUrl, poolSize: 5 });
  sealer = await folderSealer(join(dir, "keys"), createPatientKeyStore(database.kysely));
});
afterAll(async () => {
  await database.close();
  await rm(dir, { recursive: true });
});

describe("a database of the previous release", () => {
  it("F184 OPS-22 is brought up to date by what is new, and then by nothing", async () => {
    const newer = Object.keys(MIGRATIONS).filter((name) => name > RELEASE.migration);
    expect(await migrate(database.kysely)).toEqual(newer);
    expect(await migrate(database.kysely)).toEqual([]);
  });

  it("F184 OPS-22 opens with its own keys", async () => {
    await expect(checkKeys(database.kysely, sealer)).resolves.toBeUndefined();
  });

  it("F184 OPS-22 has a record that is as it was signed, all of which can be read", async () => {
    const key = await openRecordSigningKey(join(dir, "keys"), sealer);
    const tree = await openRecordTree(createRecordStore(database.kysely), key, "modicum/demo", systemClock);
    const recorder = createRecorder(tree, sealer, systemClock);
    const { entries } = await recorder.search({ limit: PAGE }, true);
    const kept = RELEASE.tables["audit_entry"]?.split("\n").length ?? 0;
    expect(entries.length).toBeGreaterThan(300);
    expect(entries).toHaveLength(Math.min(PAGE, kept - 1));
    expect(entries.some(({ patients }) => patients.length > 0)).toBe(true);
    await recorder.close();
  });

  it("F184 OPS-22 shows its people, drafts, restrictions and jobs as they were", async () => {
    const db = database.kysely;
    expect((await createPeopleStore(db).find("nina.nurse"))?.roles).toEqual(["nurse"]);
    expect(await createPolicyDraftStore(db).list({ limit: 10 })).toMatchObject([
      { title: "Kept with the release", author: "priya.privacy" },
    ]);
    const restrictions = createDirectiveStore(db, sealer, "restriction");
    expect(await restrictions.list({ limit: 10 })).toMatchObject([
      { acts: [{ kind: "request", by: "priya.privacy" }] },
    ]);
    expect(await createJobStore(db, sealer).list({ limit: 10 })).toHaveLength(2);
  });

  it("F184 OPS-23 is refused where a later release wrote it, and nothing is changed", async () => {
    const older = Object.fromEntries(Object.entries(MIGRATIONS).slice(0, -1));
    const [newest] = Object.keys(MIGRATIONS).slice(-1);
    await expect(migrate(database.kysely, older)).rejects.toMatchObject({
      code: "config_invalid",
      message: `the database was written by a later release, at \`${newest}\``,
    });
  });

  it("F184 OPS-23 is whole, as it was, after a migration that fails half-way", async () => {
    const broken = {
      ...MIGRATIONS,
      "9998-begins": {
        up: async (db: Kysely<unknown>) => void (await sql`create table begun ()`.execute(db)),
      },
      "9999-fails": { up: async (db: Kysely<unknown>) => void (await sql`drop table nowhere`.execute(db)) },
    };
    await expect(migrate(database.kysely, broken)).rejects.toMatchObject({
      code: "internal",
      message: "the database could not be brought up to date at `9999-fails`",
    });
    const tables = await database.kysely.introspection.getTables();
    expect(tables.map(({ name }) => name)).not.toContain("begun");
    expect(await migrate(database.kysely)).toEqual([]);
  });
});
