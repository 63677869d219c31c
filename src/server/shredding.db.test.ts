import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRecorder } from "../audit/recorder.ts";
import { PATIENT } from "../audit/search.ts";
import { auditEntry } from "../audit/testing/audit-entry.ts";
import { openRecordTree } from "../audit/tree/record-tree.ts";
import { openKeyFolder } from "../keys/key-folder.ts";
import { createKeyWrapper } from "../keys/key-wrapper.ts";
import { type Keyring, openKeyring } from "../keys/keyring.ts";
import { createRecordSealer } from "../keys/record-sealer.ts";
import { memoryRecordKey } from "../keys/testing/record-key.ts";
import { systemClock } from "../kernel/clock.ts";
import { type Database, openDatabase } from "../store/database.ts";
import { createDuck } from "../store/cold/duck.ts";
import { migrate } from "../store/migrate.ts";
import { createPatientKeyStore } from "../store/patient-key-store.ts";
import { createRecordStore } from "../store/record-store.ts";
import { createSealedCounts } from "../store/sealed-counts.ts";
import { createRelationStore } from "../store/relation-store.ts";
import { createHoldStore } from "../store/retention/hold-store.ts";
import { createLog } from "./log.ts";
import { openShredding } from "./shredding.ts";

const [GONE, STAYS] = ["canary-patient-gone", "canary-patient-stays"];
const ID = "0196a2f0-0000-7000-8000-000000000001";
const HOLD = "0196a2f0-0000-7000-8000-000000000002";
const said = (reason: string) => ({ by: "priya", at: 1, reason });

describe("the key of a patient, destroyed", () => {
  const closers: (() => Promise<void>)[] = [];
  let dataDir: string;
  let database: Database;
  let keyring: Keyring;
  let before: Awaited<ReturnType<typeof world>>;

  async function world() {
    const patientKeys = createPatientKeyStore(database.kysely);
    const sealer = createRecordSealer(keyring, patientKeys);
    const store = createRecordStore(database.kysely);
    const tree = await openRecordTree(store, key, "modicum/test", systemClock);
    return { patientKeys, sealer, store, tree, recorder: createRecorder(tree, sealer, systemClock) };
  }
  const key = memoryRecordKey();

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "modicum-shred-"));
    database = await openDatabase({ dataDir });
    await migrate(database.kysely);
    keyring = await openKeyring(await openKeyFolder(join(dataDir, "keys")));
    before = await world();
  });
  afterAll(async () => {
    for (const close of closers.toReversed()) await close();
    await database.close();
    await rm(dataDir, { recursive: true });
  });

  it("F179 SHR-4 SHR-5 RET-5 ends what was sealed, leaves every proof, and opens from no older copy of its row", async () => {
    const { sealer, recorder, patientKeys, store } = before;
    await recorder.record(auditEntry(1, { patients: [GONE], records: ["Claim/canary-claim"], query: null }));
    await recorder.record(auditEntry(2, { patients: [GONE, STAYS], records: ["Claim/canary-claim-2"] }));
    const fact = {
      relation: "billable",
      from: 0,
      until: 9e12,
      syncedAt: 1,
      refs: [],
      source: "Claim/canary",
    };
    const relations = createRelationStore(database.kysely, sealer);
    const holder = "Practitioner/1" as const;
    const facts = [GONE, STAYS].map((patientId) => ({ ...fact, holder, patientId }));
    await relations.replaceSource("test", facts, 1);
    const held = {
      id: HOLD,
      scope: { kind: "patient", patientId: GONE },
      opened: said("a canary-suit"),
    } as const;
    await createHoldStore(database.kysely, sealer).open(held);
    await createHoldStore(database.kysely, sealer).release(HOLD, said("canary-suit is over"));
    const treeBefore = await store.tree("modicum/test");
    const leavesBefore = await store.leaves(treeBefore.firstSeq, 10);
    const [handle = Buffer.alloc(16)] = await sealer.patients.handlesOf([GONE]);
    const [copy] = await patientKeys.ofHandles([handle]);

    const duck = createDuck(dataDir);
    closers.push(() => duck.close());
    const cold = { duck, folder: dataDir };
    const { desk, start } = openShredding({
      database,
      sealer,
      keyring,
      reasonsToKeep: async () => [],
      countSealed: createSealedCounts({ db: database.kysely, cold, sealer, entryPatient: PATIENT }),
      done: async () => {},
      clock: systemClock,
      log: createLog("silent"),
      closers,
    });
    start();
    const reason = "moved to the state archive";
    await desk.propose(
      { id: ID, patientId: GONE, reason },
      { personId: "priya", roles: ["privacy-officer"] },
    );
    const sealed = { entries: 2, entriesInFiles: 0, directives: 0, relationFacts: 1 };
    expect(await desk.standing(GONE)).toEqual({ hasKey: true, open: ID, reasons: [], sealed });
    await desk.approve(ID, { personId: "sam", roles: ["security-officer"] });
    await expect.poll(async () => (await desk.find(ID))?.state, { timeout: 10_000 }).toBe("done");

    expect((await desk.find(ID))?.sealed).toEqual(sealed);
    expect(await desk.standing(GONE)).toMatchObject({ hasKey: false, open: null });
    const after = await world();
    const read = await after.recorder.search({ limit: 10 }, true);
    expect(read.entries).toMatchObject([
      { patients: [STAYS], records: [], shredded: 1 },
      { patients: [], records: [], shredded: 1 },
    ]);
    expect((await relations.ofHolders([holder])).map(({ patientId }) => patientId)).toEqual([STAYS]);
    const [hold] = await createHoldStore(database.kysely, after.sealer).list();
    expect(hold).toEqual({
      id: HOLD,
      scope: { kind: "patient", patientId: null },
      opened: { ...said(""), reason: null },
      released: { ...said(""), reason: null },
    });
    expect(await after.store.leaves(treeBefore.firstSeq, 10)).toEqual(leavesBefore);
    expect((await after.store.tree("modicum/test")).checkpoint).toBe(treeBefore.checkpoint);

    if (copy === undefined) throw new Error("there was a key");
    const again = createKeyWrapper(await openKeyring(await openKeyFolder(join(dataDir, "keys"))));
    const context = `patient-key/v1/${Buffer.from(copy.index).toString("hex")}`;
    await expect(again.unwrap(copy.wrappedBy, copy.wrapped, context)).rejects.toMatchObject({
      code: "key_unavailable",
    });
  });

  it("F179 nothing of either patient stands in any file of the database, write-ahead log included", async () => {
    const files = await readdir(dataDir, { recursive: true, withFileTypes: true });
    const paths = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
    expect(paths.some((path) => path.includes("pg_wal"))).toBe(true);
    const found: string[] = [];
    for (const path of paths) if ((await readFile(path)).includes("canary-")) found.push(path);
    expect(found).toEqual([]);
  });
});
