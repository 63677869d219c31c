import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { systemClock } from "../kernel/clock.ts";
import { openLocalSealer } from "../keys/local-sealer.ts";
import { openRecordSigningKey } from "../keys/record-signing-key.ts";
import { memoryRecordKey } from "../keys/testing/record-key.ts";
import { memorySealer } from "../keys/testing/sealer.ts";
import { type Database, openDatabase } from "../store/database.ts";
import { readPostmaster } from "../store/embedded/postmaster.ts";
import { createRecordStore } from "../store/record-store.ts";
import { bytesOf, freshDatabase } from "../store/testing/database.ts";
import { runProgram } from "../store/testing/process.ts";
import { nextEntryId } from "./entry-id.ts";
import { createRecorder } from "./recorder.ts";
import { auditEntry } from "./testing/audit-entry.ts";
import { openRecordTree } from "./tree/record-tree.ts";

const WRITER = fileURLToPath(new URL("./testing/writer.ts", import.meta.url));

const freshEntry = () => auditEntry(0, { id: nextEntryId(systemClock) });

describe("the record when a process is killed", () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "modicum-kill-"));
  });
  afterEach(() => rm(dataDir, { recursive: true }));

  /** Opens the record as the next start does, which fails where head, leaves and checkpoint do not agree. */
  async function idsInTable(): Promise<Set<string>> {
    const database = await openDatabase({ dataDir });
    const key = await openRecordSigningKey(`${dataDir}/keys`, await openLocalSealer(`${dataDir}/keys`));
    await openRecordTree(createRecordStore(database.kysely), key, "test", systemClock);
    const rows = await database.kysely.selectFrom("audit_entry").select("id").execute();
    await database.close();
    return new Set(rows.map((row) => row.id));
  }

  it.each(["the writer", "the database and the writer"])(
    "AUD-1 AUD-53 F176 holds every acknowledged entry, and a tree that agrees, after kill -9 of %s mid-stream",
    async (victim) => {
      const writer = runProgram(WRITER, [dataDir]);
      await vi.waitUntil(() => writer.lines.length > 200, { timeout: 60_000 });
      const { pid = 0 } = (await readPostmaster(join(dataDir, "postgres"))) ?? {};
      if (victim !== "the writer") process.kill(pid, "SIGKILL");
      await writer.kill();
      const acknowledged = writer.lines.flatMap((line) => /^acknowledged (\S{36})$/.exec(line)?.[1] ?? []);
      const stored = await idsInTable();
      expect(acknowledged.length).toBeGreaterThan(100);
      expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
    },
  );
});

/** Where the server keeps what this database holds: its own folder, what all databases share, the write-ahead log. */
async function filesOf({ kysely }: Database): Promise<readonly string[]> {
  const { rows } = await sql<{ readonly folder: string; readonly oid: string }>`
    select current_setting('data_directory') as folder, oid::text from pg_database
    where datname = current_database()`.execute(kysely);
  const { folder = "", oid = "" } = rows[0] ?? {};
  const found = [join("base", oid), "global", "pg_wal"].map(async (part) =>
    (await readdir(join(folder, part), { withFileTypes: true }))
      .filter((file) => file.isFile())
      .map(({ name }) => join(folder, part, name)),
  );
  return (await Promise.all(found)).flat();
}

const SOON = { commitTimeoutMs: 1_000 };

describe("the record in PostgreSQL", () => {
  let database: Database;
  beforeEach(async () => {
    database = await freshDatabase();
  });
  afterEach(() => database.close());

  const recorderOf = async ({ commitTimeoutMs } = { commitTimeoutMs: 20_000 }) => {
    const store = createRecordStore(database.kysely);
    const tree = await openRecordTree(store, memoryRecordKey(), "test", systemClock);
    const limits = { waiting: 100, batch: 10, commitTimeoutMs };
    return createRecorder(tree, memorySealer(), systemClock, limits);
  };

  it("AUD-11 F176 shows no patient, record, query or recipient in any column", async () => {
    const canaries = {
      patients: ["canary-patient"],
      records: ["Claim/canary-record"],
      query: "name=canary-query",
      recipient: "Patient/canary-recipient",
    };
    await (await recorderOf()).record(auditEntry(1, canaries));
    const stored = await bytesOf(database, "audit_entry");
    expect(stored).toContain("role:biller/billing#1");
    expect(stored).not.toContain("canary");
  });

  it("AUD-11 writes none of them into any file of the database either", async () => {
    const canary = `canary-${nextEntryId(systemClock)}`;
    const recorder = await recorderOf();
    await recorder.record(
      auditEntry(1, { patients: [canary], records: [canary], query: canary, policyHash: "mark-on-disk" }),
    );
    await sql`checkpoint`.execute(database.kysely);
    const files = await filesOf(database);
    const holding = { canary: 0, mark: 0 };
    for (const file of files) {
      const bytes = await readFile(file).catch(() => Buffer.alloc(0));
      if (bytes.includes(canary)) holding.canary += 1;
      if (bytes.includes("mark-on-disk")) holding.mark += 1;
    }
    expect(holding.mark).toBeGreaterThan(0);
    expect(holding.canary).toBe(0);
  });

  it("AUD-5 F176 rejects within its bound while the database is down, and records again when it is back", async () => {
    const recorder = await recorderOf(SOON);
    await recorder.record(freshEntry());
    const name = new URL(database.url).pathname.slice(1);
    const admin = await openDatabase({ dataDir: "", databaseUrl: new URL("/postgres", database.url).href });
    const down = async (isDown: boolean): Promise<void> => {
      await sql.raw(`alter database ${name} allow_connections ${!isDown}`).execute(admin.kysely);
      await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`.execute(
        admin.kysely,
      );
    };
    await down(true);
    const start = Date.now();
    await expect(recorder.record(freshEntry())).rejects.toMatchObject({ code: "record_unavailable" });
    expect(Date.now() - start).toBeLessThan(4_000);
    await down(false);
    await expect(recorder.record(freshEntry())).resolves.toBeUndefined();
    await admin.close();
  });

  it("AUD-5 rejects within its bound while the table is locked", async () => {
    const recorder = await recorderOf(SOON);
    await database.kysely.transaction().execute(async (transaction) => {
      await sql`lock table audit_entry in exclusive mode`.execute(transaction);
      await expect(recorder.record(freshEntry())).rejects.toMatchObject({ code: "record_unavailable" });
    });
  });

  it("AUD-20 gives each entry once over the pages while others are being written", async () => {
    const recorder = await recorderOf();
    const before = Array.from({ length: 25 }, freshEntry);
    await Promise.all(before.map((entry) => recorder.record(entry)));
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page = await recorder.search({ limit: 10, ...(after === null ? {} : { after }) }, false);
      seen.push(...page.entries.map((entry) => entry.id));
      after = page.next;
      await recorder.record(freshEntry());
    } while (after !== null);
    expect(seen.toSorted()).toEqual(before.map((entry) => entry.id).toSorted());
  });
});
