import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRecorder } from "../audit/recorder.ts";
import { auditEntry } from "../audit/testing/audit-entry.ts";
import { checkTree } from "../audit/tree/check-tree.ts";
import { openRecordTree } from "../audit/tree/record-tree.ts";
import { keyFilesIn, openKeyFolder } from "../keys/key-folder.ts";
import { createKeyWrapper } from "../keys/key-wrapper.ts";
import { type Keyring, openKeyring } from "../keys/keyring.ts";
import { createRecordSealer } from "../keys/record-sealer.ts";
import { memoryRecordKey } from "../keys/testing/record-key.ts";
import { fixedClock, systemClock } from "../kernel/clock.ts";
import { createBackupDatabase } from "../store/backup-database.ts";
import { type Database, openDatabase } from "../store/database.ts";
import { createPatientKeyStore } from "../store/patient-key-store.ts";
import { createRecordStore } from "../store/record-store.ts";
import { createScratchDatabases } from "../store/scratch-databases.ts";
import { freshDatabase } from "../store/testing/database.ts";
import { type BackupParts, createBackup, listBackups, openBackup } from "./backups.ts";
import { copyCold, restoreCold } from "./cold-copies.ts";
import { drillBackup, type DrillParts } from "./drill.ts";
import { folderTarget } from "./folder-target.ts";
import { findKeyPack, type KeyPackParts, restoreKeyPack, writeKeyPack } from "./key-pack.ts";
import { restoreBackup } from "./restore.ts";
import { sealedHeader } from "./sealed-file.ts";

const ORIGIN = "modicum/test";
const NOW = Date.UTC(2026, 4, 4, 15);

describe("a backup of a real database", () => {
  const key = memoryRecordKey();
  let folder: string;
  let database: Database;
  let keyring: Keyring;
  let parts: BackupParts & KeyPackParts;
  let backupId: string;

  const scratch = () => createScratchDatabases(database.url);
  const fileOf = (id: string): string => join(folder, "store", "backups", `${id}.sealed`);
  async function recordOver(kysely: Database["kysely"]) {
    const sealer = createRecordSealer(keyring, createPatientKeyStore(kysely));
    const tree = await openRecordTree(createRecordStore(kysely), key, ORIGIN, systemClock);
    return createRecorder(tree, sealer, systemClock);
  }
  const drillParts = (): DrillParts => ({
    ...parts,
    scratch: scratch(),
    checkRecord: async (url) => {
      const { kysely, close } = await openDatabase({ dataDir: "", databaseUrl: url, poolSize: 2 });
      try {
        const { size, root } = await checkTree(createRecordStore(kysely), ORIGIN, key.publicKey);
        return { size, root: Buffer.from(root).toString("hex") };
      } finally {
        await close();
      }
    },
  });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "modicum-backup-"));
    database = await freshDatabase();
    const keys = await openKeyFolder(join(folder, "keys"));
    keyring = await openKeyring(keys);
    const recorder = await recordOver(database.kysely);
    for (let number = 1; number <= 40; number++)
      await recorder.record(
        auditEntry(number, {
          patients: [`canary-p${number % 7}`],
          query: "a\tb\\n\ncanary-query",
          ...(number === 3 ? { source: { id: "lab", event: "e-1", at: 1 } } : {}),
        }),
      );
    await sql`insert into person (id, display_name, roles, active) values ('bea', E'Bea\\tB\\nBiller', '{biller}', true)`.execute(
      database.kysely,
    );
    parts = {
      database: createBackupDatabase(database.url),
      target: folderTarget(join(folder, "store")),
      wrapper: createKeyWrapper(keyring, "backup"),
      keyFiles: () => keyFilesIn(join(folder, "keys")),
      clock: fixedClock(NOW),
    };
    backupId = (await createBackup(parts)).id;
  });
  afterAll(async () => {
    await database.close();
    await rm(folder, { recursive: true });
  });

  it("F156 BAK-10 BAK-11 gives back every row, and the record goes on where it was", async () => {
    await scratch().with(async ({ url, database: into }) => {
      const { tables } = await restoreBackup(parts, backupId, into);
      const rowsOf = (name: string) => tables.find(({ table }) => table === name)?.rows;
      expect([rowsOf("audit_entry"), rowsOf("intake_event")]).toEqual([40, 1]);
      await restoreKeyPack(await packWritten(), parts.wrapper, storeOf(url));
      const restored = await openDatabase({ dataDir: "", databaseUrl: url, poolSize: 3 });
      const recorder = await recordOver(restored.kysely);
      await recorder.record(auditEntry(41));
      const { entries } = await recorder.search({ limit: 3 }, true);
      expect(entries.map(({ patients }) => patients)).toEqual([["patient-1"], ["canary-p5"], ["canary-p4"]]);
      const person = await restored.kysely.selectFrom("person").selectAll().executeTakeFirstOrThrow();
      expect(person.display_name).toBe("Bea\tB\nBiller");
      await restored.close();
    });
  });

  const opened: Database[] = [];
  afterAll(() => Promise.all(opened.map((one) => one.close().catch(() => undefined))));
  function storeOf(url: string) {
    let store: ReturnType<typeof createPatientKeyStore> | undefined;
    return {
      add: async (keys: Parameters<ReturnType<typeof createPatientKeyStore>["add"]>[0]) => {
        if (store === undefined) {
          const one = await openDatabase({ dataDir: "", databaseUrl: url, poolSize: 1 });
          opened.push(one);
          store = createPatientKeyStore(one.kysely);
        }
        await store.add(keys);
      },
    };
  }
  async function packWritten() {
    await writeKeyPack(parts, createPatientKeyStore(database.kysely));
    return findKeyPack(parts.target);
  }

  it("F154 F156 BAK-2 shows nothing of a row in any byte", async () => {
    await writeKeyPack(parts, createPatientKeyStore(database.kysely));
    const files = await readdir(join(folder, "store"), { recursive: true, withFileTypes: true });
    const paths = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
    expect(paths).toHaveLength(2);
    for (const path of paths) {
      const bytes = await readFile(path, "latin1");
      for (const shown of ["canary", "Biller", "audit_entry", "fhir.read"])
        expect(bytes).not.toContain(shown);
    }
  });

  it("F156 BAK-1 holds one moment, whatever is written while it is made", async () => {
    const during: Promise<unknown>[] = [];
    const recorder = await recordOver(database.kysely);
    const made = await createBackup({ ...parts, clock: fixedClock(NOW + 1) }, () => {
      during.push(recorder.record(auditEntry(100 + during.length)));
    });
    await Promise.all(during);
    const drill = await drillBackup(drillParts(), made.id);
    expect(drill).toMatchObject({ failure: null, tree: { size: 40 } });
  });

  it("F156 BAK-12 BAK-20 a drill compares rows and tree, and leaves nothing behind", async () => {
    const drill = await drillBackup(drillParts(), backupId);
    expect(drill).toMatchObject({ backupId, madeAt: NOW, failure: null, tree: { size: 40 } });
    expect(drill.rows).toBeGreaterThan(40);
    const { rows } = await sql`select from pg_database where datname like 'modicum_drill%'`.execute(
      database.kysely,
    );
    expect(rows).toEqual([]);
  });

  it("F156 BAK-3 BAK-20 a drill of a changed backup fails, and says so", async () => {
    const bytes = await readFile(fileOf(backupId));
    const id = "20260504T160000000Z";
    await writeFile(fileOf(id), bytes);
    expect((await drillBackup(drillParts(), id)).failure).toContain("says that it is another");
    const at = bytes.length - 40;
    await writeFile(
      fileOf(id),
      Buffer.concat([Buffer.from(bytes.toString("latin1").replace(backupId, id), "latin1")]),
    );
    expect((await drillBackup(drillParts(), id)).failure).toContain("key_unavailable");
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    await writeFile(fileOf(id), bytes);
    await rm(fileOf(id));
    expect((await drillBackup(drillParts(), id)).failure).toContain("not_found");
  });

  it("F156 BAK-10 goes into an empty database alone", async () => {
    const into = createBackupDatabase(database.url);
    await expect(restoreBackup(parts, backupId, into)).rejects.toMatchObject({ code: "conflict" });
  });

  it("F156 BAK-11 a database in which a row was changed is told from the backup", async () => {
    await scratch().with(async ({ url, database: into }) => {
      const changing = {
        ...into,
        restore: async (...given: Parameters<typeof into.restore>) => {
          await into.restore(...given);
          const one = await openDatabase({ dataDir: "", databaseUrl: url, poolSize: 1 });
          await sql`update person set display_name = 'Mallory'`.execute(one.kysely);
          await one.close();
        },
      };
      await expect(restoreBackup(parts, backupId, changing)).rejects.toMatchObject({
        code: "report_incomplete",
        message: expect.stringContaining("person") as unknown,
      });
    });
  });

  it("F156 BAK-4 counts once its last byte is in its place", async () => {
    const failing = {
      ...parts,
      clock: fixedClock(NOW + 9),
      target: {
        ...parts.target,
        put: (name: string, bytes: AsyncIterable<Uint8Array>) => parts.target.put(name, torn(bytes)),
      },
    };
    const before = await listBackups(parts.target);
    await expect(createBackup(failing)).rejects.toThrow("the disk is full");
    expect(await listBackups(parts.target)).toEqual(before);
  });

  it("F179 BAK-5 brings no destroyed key back", async () => {
    const store = createPatientKeyStore(database.kysely);
    const sealer = createRecordSealer(keyring, store);
    const [handle = Buffer.alloc(16)] = await sealer.patients.handlesOf(["canary-p1"]);
    await database.kysely.deleteFrom("patient_key").where("handle", "=", Buffer.from(handle)).execute();
    const pack = await packWritten();
    await scratch().with(async ({ url, database: into }) => {
      await restoreBackup(parts, backupId, into);
      await restoreKeyPack(pack, parts.wrapper, storeOf(url));
      const restored = await openDatabase({ dataDir: "", databaseUrl: url, poolSize: 3 });
      const { entries } = await (await recordOver(restored.kysely)).search({ limit: 50 }, true);
      expect(entries.filter(({ shredded }) => shredded === 1)).toHaveLength(6);
      expect(entries.flatMap(({ patients }) => patients)).not.toContain("canary-p1");
      await restored.close();
    });
  });

  it("F179 BAK-43 brings files of the keyring along in the pack of keys alone", async () => {
    await packWritten();
    const [backup, pack] = await Promise.all(
      [`backups/${backupId}.sealed`, "keys/patients.sealed"].map((name) => sealedHeader(parts.target, name)),
    );
    expect(backup?.keyFiles).toEqual({});
    expect(Object.keys(pack?.keyFiles ?? {})).toEqual(["data-keys.json"]);
  });

  it("F156 BAK-6 copies files of cold history once, and brings them back", async () => {
    const [from, to] = [join(folder, "cold"), join(folder, "cold-again")];
    await mkdir(from);
    await writeFile(join(from, "2019-05-entries.parquet"), "canary of an old month");
    await writeFile(join(from, "scratch"), "not ours");
    expect([await copyCold(parts, from), await copyCold(parts, from)]).toEqual([1, 0]);
    const sealed = await readFile(join(folder, "store", "cold", "2019-05-entries.parquet.sealed"), "latin1");
    expect(sealed).not.toContain("canary");
    expect(await restoreCold(parts.target, parts.wrapper, to)).toBe(1);
    expect(await readFile(join(to, "2019-05-entries.parquet"), "utf8")).toBe("canary of an old month");
    expect(await restoreCold(parts.target, parts.wrapper, to)).toBe(0);
  });

  it("opens with no other keyring", async () => {
    const other = await openKeyring(await openKeyFolder(join(folder, "other-keys")));
    const wrapper = createKeyWrapper(other, "backup");
    await expect(openBackup({ ...parts, wrapper }, backupId)).rejects.toMatchObject({
      code: "key_unavailable",
    });
  });
});

async function* torn(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const part of bytes) {
    yield part;
    throw new Error("the disk is full");
  }
}
