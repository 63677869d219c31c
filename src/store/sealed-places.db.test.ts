import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { HeldFact } from "../identity/ports.ts";
import { openKeyFolder } from "../keys/key-folder.ts";
import { SYSTEM } from "../keys/key-types.ts";
import { type Keyring, openKeyring } from "../keys/keyring.ts";
import type { RecordSealer } from "../keys/ports.ts";
import { createRecordSealer } from "../keys/record-sealer.ts";
import { openRecordSigningKey } from "../keys/record-signing-key.ts";
import { createResealing } from "../keys/resealing.ts";
import { sealedKeyFiles } from "../keys/sealed-key-files.ts";
import type { Database } from "./database.ts";
import { createJobFiles, sealedJobFiles } from "./job-files.ts";
import { createJobStore } from "./job-store.ts";
import { checkKeys } from "./key-check.ts";
import { createLocateStore } from "./locate-store.ts";
import { createPatientKeyStore } from "./patient-key-store.ts";
import { createRelationStore } from "./relation-store.ts";
import { SEALED_COLUMNS, sealedPlaces } from "./sealed-places.ts";
import { freshDatabase } from "./testing/database.ts";

let dir: string;
let database: Database;
let keyring: Keyring;
let sealer: RecordSealer;

/** As before patients had keys: rows about them lie under those of the deployment. */
function olderSealer(now: RecordSealer): RecordSealer {
  const seal = async (_handle: Uint8Array, text: string, context: string) =>
    Buffer.from(await now.seal(Buffer.from(text), context));
  return { ...now, about: { ...now.about, seal } };
}

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "modicum-reseal-"));
  keyring = await openKeyring(await openKeyFolder(dir));
  database = await freshDatabase();
  sealer = olderSealer(createRecordSealer(keyring, createPatientKeyStore(database.kysely)));
});
afterEach(async () => {
  await database.close();
  await rm(dir, { recursive: true });
});

const FACTS = 1_234;
const factAt = (n: number): HeldFact => ({
  holder: "person/nina",
  relation: "care-team",
  patientId: `p${n}`,
  from: 0,
  until: 1,
  syncedAt: 0,
  refs: [],
  source: `CareTeam/${n}`,
});

async function fill(): Promise<string> {
  const store = createRelationStore(database.kysely, sealer);
  await store.replaceSource(
    "s",
    Array.from({ length: FACTS }, (_, n) => factAt(n)),
    0,
  );
  await checkKeys(database.kysely, sealer);
  const id = randomUUID();
  const job = { id, kind: "k", personId: "p", steps: 1, madeAt: 0, endsAt: 1, task: "of Patient/42" };
  await createJobStore(database.kysely, sealer).add(job);
  return id;
}

const places = () => sealedPlaces(database.kysely, sealer);

/** What else is bytes: hashes, indexes and handles, which no key opens, and what lies under other keys. */
const OF_NO_DATA_KEY: ReadonlySet<string> = new Set([
  "audit_entry.leaf",
  "audit_entry.patient_index",
  "evidence_artifact.patient_index",
  "evidence_artifact.sha256",
  "legal_hold.handle",
  "patient_directive.patient_index",
  // Wrapped by the key-encryption key, and sealed by the patient's own.
  "patient_key.handle",
  "patient_key.patient_index",
  "patient_key.sealed_id",
  "patient_key.wrapped",
  "record_cold.rows_sha256",
  "record_tile.hashes",
  "record_tree.roots",
  "relation_fact.patient_index",
  "session.id",
  "shredding.handle",
]);

describe("where values lie under keys of the deployment", () => {
  it("KEY-32 F155 knows every column of bytes there is", async () => {
    const { rows } = await sql<{ name: string }>`
      select table_name || '.' || column_name as name
      from information_schema.columns join pg_class on oid = quote_ident(table_name)::regclass
      where table_schema = 'public' and udt_name in ('bytea', '_bytea') and not relispartition`.execute(
      database.kysely,
    );
    const unknown = rows.map(({ name }) => name).filter((name) => !OF_NO_DATA_KEY.has(name));
    expect(unknown.toSorted()).toEqual(SEALED_COLUMNS.toSorted());
  });
});

describe("sealing anew what a retired key sealed", () => {
  it("KEY-40 F155 leaves nothing under it where values change, and every value opens", async () => {
    const job = await fill();
    const { id } = keyring.active("seal");
    await keyring.rotate("seal", SYSTEM);
    const resealing = createResealing(keyring, places());
    await resealing.run();
    expect(resealing.progress().filter(({ state }) => state === "done")).toMatchObject([
      { title: "proof of the keys", resealed: 1 },
      { title: "relation facts", resealed: FACTS },
      { title: "jobs", resealed: 1 },
      { title: "locked lookups", resealed: 0 },
    ]);
    for (const place of places()) expect(await place.holds(id)).toBe(false);
    const facts = await createRelationStore(database.kysely, sealer).ofHolders([factAt(0).holder]);
    expect(new Set(facts.map(({ patientId }) => patientId)).size).toBe(FACTS);
    expect((await createJobStore(database.kysely, sealer).find(job))?.task).toBe("of Patient/42");
    await checkKeys(database.kysely, sealer);
  });

  it("KEY-40 goes on where a process that died left off", async () => {
    await fill();
    await keyring.rotate("seal", SYSTEM);
    const facts = places().find(({ title }) => title === "relation facts");
    const first = await facts?.reseal?.(keyring.active("seal").id, null);
    expect(first).toMatchObject({ resealed: 500, next: expect.any(String) });
    const again = createResealing(keyring, places());
    await again.run();
    const left = again.progress().find(({ title }) => title === "relation facts");
    expect(left).toEqual({ title: "relation facts", state: "done", resealed: FACTS - 500 });
  });

  it("KEY-40 KEY-7 F155 not one reader fails meanwhile", async () => {
    await fill();
    const store = createRelationStore(database.kysely, sealer);
    const state = { isOver: false, reads: 0 };
    const reader = async (): Promise<void> => {
      while (!state.isOver) {
        expect(await store.ofHolders([factAt(0).holder])).toHaveLength(FACTS);
        state.reads += 1;
        await pause(20);
      }
    };
    const readers = Promise.all([reader(), reader()]);
    for (let turn = 0; turn < 2; turn++) {
      await keyring.rotate("seal", SYSTEM);
      await createResealing(keyring, places()).run();
    }
    state.isOver = true;
    await readers;
    expect(state.reads).toBeGreaterThan(3);
  });

  it("KEY-40 leaves a value that somebody changed meanwhile to them", async () => {
    await fill();
    const store = createRelationStore(database.kysely, sealer);
    await keyring.rotate("seal", SYSTEM);
    const run = createResealing(keyring, places()).run();
    await store.replaceSource("s", [factAt(7)], 1);
    await run;
    expect((await store.ofHolders([factAt(0).holder])).map(({ patientId }) => patientId)).toEqual(["p7"]);
  });

  it("KEY-40 seals the signing keys anew, which stay the same keys", async () => {
    const { publicKey } = await openRecordSigningKey(dir, sealer);
    const { id } = keyring.active("seal");
    await keyring.rotate("seal", SYSTEM);
    const files = sealedKeyFiles(dir, sealer);
    expect(await files.holds(id)).toBe(true);
    await createResealing(keyring, [files]).run();
    expect(await files.holds(id)).toBe(false);
    expect((await openRecordSigningKey(dir, sealer)).publicKey.equals(publicKey)).toBe(true);
  });
});

describe("what lies under a key", () => {
  it("KEY-32 is counted by key, and what is append-only stays", async () => {
    await fill();
    const { id } = keyring.active("seal");
    const counted = await Promise.all(places().map(async (place) => [place.title, await place.counts()]));
    expect(new Map(counted as [string, ReadonlyMap<string, number>][]).get("relation facts")).toEqual(
      new Map([[id, FACTS]]),
    );
    expect(
      places()
        .filter(({ reseal }) => reseal === null)
        .map(({ title }) => title),
    ).toEqual([
      "restrictions and consents",
      "acts on restrictions and consents",
      "legal holds",
      "releases of legal holds",
      "purges of the record",
      "destructions of patients' keys",
      "wipes of devices",
      "rejected events of sources",
      "evidence",
      "questions behind evidence",
      "the record",
    ]);
  });

  it("KEY-32 is found in the files of exports too", async () => {
    const files = sealedJobFiles(join(dir, "exports"));
    const { id } = keyring.active("seal");
    expect(await files.holds(id)).toBe(false);
    await createJobFiles(join(dir, "exports"), sealer).write(randomUUID(), 0, randomBytes(10));
    expect(await files.holds(id)).toBe(true);
  });

  it("KEY-40 the reason for an unlocking is sealed anew in its place", async () => {
    const store = createLocateStore(database.kysely, sealer);
    const limits = { lookupsPerHour: 10, missesPerHour: 0 };
    const lockId = randomUUID();
    const turn = await store.begin("fran", 1, limits);
    if (typeof turn === "string") throw new Error(turn);
    await store.settleMiss(turn, 1, limits, lockId);
    await store.unlock(lockId, { personId: "priya", why: "a typing error", at: 2 });
    await keyring.rotate("seal", SYSTEM);
    await createResealing(keyring, places()).run();
    const { why } = await database.kysely.selectFrom("locate_lock").select("why").executeTakeFirstOrThrow();
    const opened = await sealer.open(why ?? Buffer.alloc(0), `locate_lock.why\0${lockId}`);
    expect(Buffer.from(opened).toString()).toBe("a typing error");
  });
});
