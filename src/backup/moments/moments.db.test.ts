import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRecorder } from "../../audit/recorder.ts";
import { auditEntry } from "../../audit/testing/audit-entry.ts";
import { checkTree } from "../../audit/tree/check-tree.ts";
import { openRecordTree } from "../../audit/tree/record-tree.ts";
import { keyFilesIn, openKeyFolder } from "../../keys/key-folder.ts";
import { SYSTEM } from "../../keys/key-types.ts";
import { createKeyWrapper } from "../../keys/key-wrapper.ts";
import { type Keyring, openKeyring } from "../../keys/keyring.ts";
import { createRecordSealer } from "../../keys/record-sealer.ts";
import { rewrapPatientKeys } from "../../keys/rewrap-patient-keys.ts";
import { memoryRecordKey } from "../../keys/testing/record-key.ts";
import { systemClock } from "../../kernel/clock.ts";
import { type Database, openDatabase } from "../../store/database.ts";
import { embeddedArchive } from "../../store/embedded/archived-database.ts";
import { recoverCluster } from "../../store/embedded/recovery.ts";
import { migrate } from "../../store/migrate.ts";
import { createPatientKeyStore } from "../../store/patient-key-store.ts";
import { createRecordStore } from "../../store/record-store.ts";
import { folderTarget } from "../folder-target.ts";
import { findKeyPack, replaceKeys, writeKeyPack } from "../key-pack.ts";
import { type Archiver, type ArchiverParts, createArchiver, renewBase } from "./archiver.ts";
import { getSegment, keepSegment, listSegments } from "./log-archive.ts";
import { type RestoredMoment, restoreMoment } from "./restore-moment.ts";
import { reachableSpans } from "./window.ts";

const ORIGIN = "modicum/test";

describe("the embedded database, its log kept", () => {
  const key = memoryRecordKey();
  let folder: string;
  let database: Database;
  let keyring: Keyring;
  let parts: ArchiverParts;
  let archiver: Archiver;
  let keyFileBefore: string;
  let moment: number;
  let then: { size: number; root: string };
  let back: RestoredMoment;

  async function recordOver(kysely: Database["kysely"]) {
    const sealer = createRecordSealer(keyring, createPatientKeyStore(kysely));
    const tree = await openRecordTree(createRecordStore(kysely), key, ORIGIN, systemClock);
    return createRecorder(tree, sealer, systemClock);
  }
  async function record(from: number, until: number): Promise<void> {
    const recorder = await recordOver(database.kysely);
    for (let n = from; n <= until; n++)
      await recorder.record(auditEntry(n, { patients: [`canary-p${n % 3}`] }));
    await recorder.close();
  }
  async function kept(): Promise<void> {
    await archiver.tick();
    while ((await archiver.keepWaiting()) === 0) await wait(20);
    while ((await parts.database.waiting()).names.length > 0) await archiver.keepWaiting();
  }
  async function treeAt(url: string): Promise<{ size: number; root: string }> {
    const one = await openDatabase({ dataDir: "", databaseUrl: url, poolSize: 2 });
    const { size, root } = await checkTree(createRecordStore(one.kysely), ORIGIN, key.publicKey);
    await one.close();
    return { size, root: Buffer.from(root).toString("hex") };
  }
  const restoreTo = (to: number, place: string) =>
    restoreMoment({ ...parts, recover: recoverCluster }, to, join(folder, place));
  /** As `carryOut` and `wrappingTurn` do it. */
  async function shred(patientId: string): Promise<void> {
    const keys = createPatientKeyStore(database.kysely);
    const { patients } = createRecordSealer(keyring, keys);
    const [handle = Buffer.alloc(16)] = await patients.handlesOf([patientId]);
    const old = createKeyWrapper(keyring).active();
    await database.kysely.deleteFrom("patient_key").where("handle", "=", Buffer.from(handle)).execute();
    await keyring.rotate("wrap", SYSTEM);
    await rewrapPatientKeys(keys, createKeyWrapper(keyring), [old]);
    await keyring.proposeDestroy(old, { personId: "ann", roles: [] });
    expect((await keyring.destroy(old, { personId: "bob", roles: [] })).ok).toBe(true);
    await parts.packKeys();
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "modicum-moments-"));
    const dataDir = join(folder, "data");
    database = await openDatabase({ dataDir, archives: true });
    await migrate(database.kysely);
    keyring = await openKeyring(await openKeyFolder(join(folder, "keys")));
    const archived = embeddedArchive(dataDir, database.url);
    const target = folderTarget(join(folder, "store"));
    const wrapper = createKeyWrapper(keyring, "backup");
    const keyFiles = () => keyFilesIn(join(folder, "keys"));
    const pack = { target, wrapper, keyFiles, clock: systemClock };
    parts = {
      target,
      wrapper,
      keyFiles,
      database: archived,
      systemId: await archived.systemId(),
      packKeys: async () => void (await writeKeyPack(pack, createPatientKeyStore(database.kysely))),
    };
    archiver = await createArchiver(parts);
    await record(1, 20);
    await renewBase(parts, { at: Date.now(), keep: 2 });
    await record(21, 30);
    then = await treeAt(database.url);
    await wait(20);
    moment = Date.now();
    await wait(20);
    await record(31, 40);
    keyFileBefore = await readFile(join(folder, "keys", "data-keys.json"), "utf8");
    await shred("canary-p1");
    await kept();
    back = await restoreTo(moment, "restored");
  });
  afterAll(async () => {
    await back.stop();
    await database.close();
    await rm(folder, { recursive: true });
  });

  it("F156 BAK-40 comes back as it was at a moment between backups, and no later", async () => {
    expect(then.size).toBe(30);
    expect(await treeAt(back.url)).toEqual(then);
  });

  it("F156 BAK-40 says which moments can be reached, and refuses others", async () => {
    const [span] = await reachableSpans(parts);
    expect(span?.from).toBeLessThan(moment);
    expect(span?.until).toBeGreaterThan(moment);
    expect(span?.until).toBeLessThanOrEqual(Date.now());
    for (const other of [(span?.from ?? 0) - 1, (span?.until ?? 0) + 1]) {
      const fault = restoreTo(other, "never");
      await expect(fault).rejects.toMatchObject({
        code: "not_found",
        hint: expect.stringContaining("can be reached") as unknown,
      });
    }
  });

  it("F179 BAK-43 brings no key back that was destroyed after the moment", async () => {
    const one = await openDatabase({ dataDir: "", databaseUrl: back.url, poolSize: 2 });
    const { kysely } = one;
    const keys = createPatientKeyStore(kysely);
    const inForce = createKeyWrapper(keyring).active();
    await replaceKeys(await findKeyPack(parts.target), parts.wrapper, keys, inForce);
    const { entries } = await (await recordOver(kysely)).search({ limit: 50 }, true);
    expect(entries).toHaveLength(30);
    expect(entries.filter(({ shredded }) => shredded === 1)).toHaveLength(10);
    const readable = new Set(entries.flatMap(({ patients }) => patients));
    expect([...readable].toSorted()).toEqual(["canary-p0", "canary-p2"]);
    await one.close();
  });

  it("F179 BAK-43 leaves nothing beside the backups that opens what was destroyed", async () => {
    const { keys } = JSON.parse(keyFileBefore) as { keys: { use: string; wrapped: string }[] };
    const [gone = ""] = keys.flatMap(({ use, wrapped }) => (use === "wrap" ? [wrapped] : []));
    expect(gone.length).toBeGreaterThan(40);
    const files = await readdir(join(folder, "store"), { recursive: true, withFileTypes: true });
    const paths = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
    expect(paths.length).toBeGreaterThan(4);
    for (const path of paths) {
      const bytes = await readFile(path, "latin1");
      expect(bytes).not.toContain(gone);
      expect(bytes).not.toContain("canary");
    }
  });

  it("F156 BAK-41 gives a segment up only once it is kept, and keeps it when the target fails", async () => {
    const full = { ...parts.target, put: () => Promise.reject(new Error("the target is full")) };
    const failing = await createArchiver({ ...parts, target: full, packKeys: async () => undefined });
    await failing.tick();
    while ((await parts.database.waiting()).names.length === 0) await wait(20);
    await expect(failing.keepWaiting()).rejects.toThrow("the target is full");
    const { names, since } = await parts.database.waiting();
    expect(names.length).toBeGreaterThan(0);
    expect(since).toBeLessThanOrEqual(Date.now());
    await kept();
    const there = await listSegments(parts.target, parts.systemId);
    expect(there).toEqual(expect.arrayContaining([...names]));
  });

  it("F156 BAK-42 takes the same segment again, and no other in its place", async () => {
    const [name = ""] = (await listSegments(parts.target, parts.systemId)).slice(-1);
    const bytes = await getSegment(parts, name);
    await keepSegment(parts, name, bytes ?? Buffer.alloc(0), 0);
    const other = keepSegment(parts, name, Buffer.alloc(16), 0);
    await expect(other).rejects.toMatchObject({ code: "conflict" });
    expect((await getSegment(parts, name))?.equals(bytes ?? Buffer.alloc(0))).toBe(true);
  });

  it("F156 BAK-44 drops base copies beyond those that are kept, and the log before the oldest", async () => {
    const before = await listSegments(parts.target, parts.systemId);
    const made = await renewBase(parts, { at: Date.now(), keep: 1 });
    await kept();
    const after = await listSegments(parts.target, parts.systemId);
    expect(before.filter((name) => name < made.startSegment && after.includes(name))).toEqual([]);
    const spans = await reachableSpans(parts);
    expect(spans.map(({ base }) => base.id)).toEqual([made.id]);
  });
});
