import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../kernel/clock.ts";
import { memoryRecordKey } from "../../keys/testing/record-key.ts";
import type { Database } from "../../store/database.ts";
import { createRecordStore } from "../../store/record-store.ts";
import { freshDatabase } from "../../store/testing/database.ts";
import type { RecordStore, StoredTree } from "../ports.ts";
import { storedEntry } from "../testing/record-store.contract.ts";
import { openCheckpoint } from "./checkpoint.ts";
import { logForm } from "./leaf.ts";
import { EMPTY_TREE, grown, leafHash, rootOf } from "./merkle.ts";
import { openRecordTree } from "./record-tree.ts";

const ORIGIN = "modicum/test";

let database: Database;
let key: ReturnType<typeof memoryRecordKey>;
beforeEach(async () => {
  database = await freshDatabase();
  key = memoryRecordKey();
});
afterEach(() => database.close());

const open = (): Promise<RecordStore> =>
  openRecordTree(createRecordStore(database.kysely), key, ORIGIN, systemClock);

const entries = (from: number, count: number) =>
  Array.from({ length: count }, (_, at) => storedEntry(from + at, { patientIndex: [Buffer.alloc(16, at)] }));

/** The tree as it follows from the rows alone. */
async function treeOfRows(): Promise<{ readonly size: number; readonly root: Uint8Array }> {
  const { firstSeq } = await createRecordStore(database.kysely).tree(ORIGIN);
  const rows = await createRecordStore(database.kysely).leaves(firstSeq, 100_000);
  const leaves = rows.map((row, at) => leafHash(logForm({ ...row, seq: firstSeq + at }, ORIGIN)));
  const tree = grown(EMPTY_TREE, leaves);
  return { size: tree.size, root: Buffer.from(rootOf(tree)) };
}

async function notes(): Promise<readonly string[]> {
  const rows = await database.kysely.selectFrom("record_checkpoint").select("note").orderBy("size").execute();
  return rows.map((row) => row.note);
}

/** Changes the database behind the back of its triggers, as its administrator could. */
async function tamper(statement: string): Promise<void> {
  await sql
    .raw(`set session_replication_role = replica; ${statement}; reset session_replication_role`)
    .execute(database.kysely);
}

describe("the record's tree in PostgreSQL", () => {
  it("AUD-50 AUD-53 signs at each commit the tree that follows from the rows", async () => {
    const record = await open();
    for (const [from, count] of [
      [1, 1],
      [2, 6],
      [8, 1_000],
    ] as const) {
      await record.append(entries(from, count));
      const last = (await notes()).at(-1) ?? "";
      expect(openCheckpoint(last, ORIGIN, key.publicKey)).toMatchObject(await treeOfRows());
    }
    expect(await notes()).toHaveLength(3);
  });

  it("AUD-53 leaves neither entry nor checkpoint of a commit that failed, and goes on after it", async () => {
    const record = await open();
    await record.append(entries(1, 3));
    await expect(record.append([storedEntry(9), storedEntry(1)])).rejects.toThrow("record");
    await record.append(entries(4, 2));
    expect((await notes()).map((note) => openCheckpoint(note, ORIGIN, key.publicKey)?.size)).toEqual([3, 5]);
    await expect(open()).resolves.toBeDefined();
  });

  it("AUD-53 signs what waited behind a commit that failed over what is there, not over what was planned", async () => {
    const record = await open();
    const commits = [entries(1, 2), [storedEntry(9), storedEntry(1)], entries(3, 2), entries(5, 1)];
    const outcomes = await Promise.allSettled(commits.map((batch) => record.append(batch)));
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled", "fulfilled"]);
    const signed = (await notes()).map((note) => openCheckpoint(note, ORIGIN, key.publicKey));
    expect(signed.map((checkpoint) => checkpoint?.size)).toEqual([2, 4, 5]);
    expect(signed.at(-1)).toMatchObject(await treeOfRows());
  });

  it("AUD-53 hashes, signs and lays out a batch while the one before it is being committed", async () => {
    const store = createRecordStore(database.kysely);
    const times: number[] = [];
    const clock = { now: () => times.push(times.length) };
    const committing: string[] = [];
    let prepared = 0;
    const prepare: typeof store.prepare = (one) => {
      const commit = store.prepare(one);
      prepared += 1;
      return async () => {
        committing.push(`signed ${times.length}, laid out ${prepared}`);
        return commit();
      };
    };
    const record = await openRecordTree({ ...store, prepare }, key, ORIGIN, clock);
    await Promise.all([record.append(entries(1, 2)), record.append(entries(3, 2))]);
    expect(committing).toEqual(["signed 2, laid out 2", "signed 2, laid out 2"]);
    expect(openCheckpoint((await notes()).at(-1) ?? "", ORIGIN, key.publicKey)).toMatchObject(
      await treeOfRows(),
    );
  });

  it("AUD-60 states times that never go back, whatever the clock does, nor after it was opened again", async () => {
    const start = Date.UTC(2026, 4, 4);
    const times = [start + 60_000, start + 1_000, start - 5_000];
    const clock = { now: () => times.shift() ?? start };
    const reopened = (): Promise<RecordStore> =>
      openRecordTree(createRecordStore(database.kysely), key, ORIGIN, clock);
    const record = await reopened();
    await record.append(entries(1, 1));
    await record.append(entries(2, 1));
    await (await reopened()).append(entries(3, 1));
    const signed = (await notes()).map((note) => openCheckpoint(note, ORIGIN, key.publicKey)?.at);
    expect(signed).toEqual([start + 60_000, start + 60_000, start + 60_000]);
  });

  it("AUD-60 states no time before that of an entry, unless the entry is a day ahead", async () => {
    const record = await openRecordTree(createRecordStore(database.kysely), key, ORIGIN, { now: () => 0 });
    await record.append([storedEntry(1, { at: 5_000 })]);
    await record.append([storedEntry(2, { at: 90_000_000 })]);
    const signed = (await notes()).map((note) => openCheckpoint(note, ORIGIN, key.publicKey)?.at);
    expect(signed).toEqual([5_000, 5_000]);
  });

  it("AUD-61 has a checkpoint for every commit", async () => {
    const record = await open();
    for (let at = 1; at <= 5; at++) await record.append(entries(at, 1));
    const signed = (await notes()).map((note) => openCheckpoint(note, ORIGIN, key.publicKey)?.size);
    expect(signed).toEqual([1, 2, 3, 4, 5]);
  });

  it("AUD-54 keeps one tree when two processes write at once", async () => {
    const [one, two] = [await open(), await open()];
    const commits = Array.from({ length: 20 }, (_, at) =>
      (at % 2 === 0 ? one : two).append([storedEntry(at + 1)]),
    );
    await Promise.all(commits);
    const signed = (await notes()).map((note) => openCheckpoint(note, ORIGIN, key.publicKey));
    expect(signed.map((checkpoint) => checkpoint?.size)).toEqual(
      Array.from({ length: 20 }, (_, at) => at + 1),
    );
    expect(signed.at(-1)).toMatchObject(await treeOfRows());
  });

  it("AUD-54 lets every process write, however busy another one is", async () => {
    const store = createRecordStore(database.kysely);
    // Far away: what it read of the head is old by the time that it writes.
    const tree = async (origin: string): Promise<StoredTree> => {
      const read = await store.tree(origin);
      await new Promise((resolve) => setTimeout(resolve, 20));
      return read;
    };
    const other = await openRecordTree({ ...store, tree }, key, ORIGIN, systemClock);
    const busy = await open();
    const over = new AbortController();
    let written = 0;
    const writers = Array.from({ length: 4 }, async () => {
      while (!over.signal.aborted) await busy.append([storedEntry(1_000 + (written += 1))]);
    });
    for (let at = 1; at <= 25; at++) await other.append([storedEntry(at)]);
    over.abort();
    await Promise.all(writers);
    const { entries: rows } = await other.search({ limit: 10_000 });
    expect(rows.length).toBe(25 + written);
    expect(openCheckpoint((await notes()).at(-1) ?? "", ORIGIN, key.publicKey)).toMatchObject(
      await treeOfRows(),
    );
  });

  it("AUD-54 writes nothing for a size that the tree no longer has", async () => {
    const store = createRecordStore(database.kysely);
    await (await open()).append(entries(1, 2));
    const stale = {
      from: 1,
      size: 2,
      roots: Buffer.alloc(32),
      firstSeq: 2,
      entries: [storedEntry(7)],
      leaves: [Buffer.alloc(32)],
      checkpoint: { at: 0, note: "none" },
    };
    expect(await store.prepare(stale)()).toBe(false);
    expect((await treeOfRows()).size).toBe(2);
    expect(await notes()).toHaveLength(1);
  });

  it("AUD-55 opens what nobody changed, at any size", async () => {
    const record = await open();
    for (const [from, count] of [
      [1, 1],
      [2, 1],
      [3, 125],
      [128, 3_968],
      [4_096, 1],
      [4_097, 200],
    ] as const) {
      await record.append(entries(from, count));
      await expect(open()).resolves.toBeDefined();
    }
  });

  it.each([
    ["an altered entry", "update audit_entry set person_id = 'someone.else' where seq = 5"],
    ["an altered leaf", "update audit_entry set leaf = decode(repeat('00', 32), 'hex') where seq = 5"],
    [
      "a torn leaf",
      "alter table audit_entry drop constraint audit_entry_leaf_check; update audit_entry set leaf = null where seq = 5",
    ],
    ["an entry that was taken out", "delete from audit_entry where seq = 5"],
    [
      "an entry that was put in",
      "insert into audit_entry select 8, gen_random_uuid(), at, person_id, interaction, outcome, open, sealed, patient_index, leaf from audit_entry where seq = 7",
    ],
    ["a torn tree", "update record_tree set roots = substr(roots, 1, 64)"],
    ["another tree", "update record_tree set roots = decode(repeat('00', 96), 'hex')"],
    ["a tree put back", "update record_tree set size = 4, roots = substr(roots, 1, 32)"],
    ["no tree", "delete from record_tree"],
    ["no checkpoint", "delete from record_checkpoint"],
    ["an altered checkpoint", "update record_checkpoint set note = replace(note, 'modicum', 'modicun')"],
  ])("AUD-55 does not open over %s", async (_title, statement) => {
    await (await open()).append(entries(1, 7));
    await tamper(statement);
    await expect(open()).rejects.toMatchObject({ code: "record_unavailable" });
  });

  it("AUD-55 does not open under another key than it was signed with", async () => {
    await (await open()).append(entries(1, 1));
    key = memoryRecordKey();
    await expect(open()).rejects.toMatchObject({ code: "record_unavailable" });
  });

  it.each([
    "update record_tree set size = 1",
    "delete from record_tree",
    "truncate record_tree",
    "delete from record_checkpoint",
    "update record_checkpoint set note = ''",
    "truncate record_checkpoint",
  ])("AUD-7 refuses `%s`", async (statement) => {
    await (await open()).append(entries(1, 7));
    await expect(sql.raw(statement).execute(database.kysely)).rejects.toThrow(/append-only|only grows/);
  });

  it("AUD-56 begins the tree after entries that are older than it", async () => {
    await sql`alter table audit_entry drop constraint audit_entry_leaf_check`.execute(database.kysely);
    await sql`
      insert into audit_entry (seq, id, at, interaction, outcome, open, sealed, patient_index)
      select seq, gen_random_uuid(), now(), 'fhir.read', 'deny', '{}', '', '{}' from generate_series(3, 9, 2) as seq
    `.execute(database.kysely);
    const record = await open();
    await record.append(entries(1, 3));
    const { entries: found } = await record.search({ limit: 10 });
    expect(found.map((entry) => entry.seq)).toEqual([12n, 11n, 10n, 9n, 7n, 5n, 3n]);
    expect(openCheckpoint((await notes())[0] ?? "", ORIGIN, key.publicKey)).toMatchObject(await treeOfRows());
  });
});
