import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EntryQuery, RecordStore } from "../../audit/ports.ts";
import { storedEntry } from "../../audit/testing/record-store.contract.ts";
import { openRecordTree } from "../../audit/tree/record-tree.ts";
import { systemClock } from "../../kernel/clock.ts";
import { memoryRecordKey } from "../../keys/testing/record-key.ts";
import type { Database } from "../database.ts";
import { createRecordStore } from "../record-store.ts";
import { keepPartitions } from "../record/partitions.ts";
import { freshDatabase } from "../testing/database.ts";
import { createDuck, type Duck } from "./duck.ts";
import { sealMonths } from "./seal.ts";

const DAY = 86_400_000;
const JANUARY = Date.UTC(2024, 0, 1);
const NOW = Date.UTC(2026, 4, 4);
const RULE = { now: NOW, keepMonths: 24, provenThrough: Infinity, newestFrom: Infinity };
const patient = (n: number): Buffer => Buffer.alloc(16, n);

/** Twenty-eight months, an entry every fourth day; some are about two patients, some about nobody. */
const entries = Array.from({ length: 210 }, (_, at) =>
  storedEntry(at + 1, {
    at: JANUARY + at * 4 * DAY + 123,
    personId: at % 11 === 0 ? null : `person-${at % 5}`,
    interaction: at % 4 === 0 ? "fhir.search" : "fhir.read",
    outcome: at % 9 === 0 ? "deny" : "permit",
    open: {
      purpose: "HPAYMT",
      rules: [`r${at % 3}`],
      released: [`e${at % 6}`],
      act: at % 10 === 1 ? "disclose" : "use",
    },
    sealed: Buffer.from(`sealed-${at}`),
    patientIndex: at % 7 === 0 ? [] : [patient(at % 6), ...(at % 5 === 0 ? [patient(200)] : [])],
  }),
);

let database: Database;
let folder: string;
let duck: Duck;
let record: RecordStore;
beforeEach(async () => {
  database = await freshDatabase();
  folder = await mkdtemp(join(tmpdir(), "modicum-cold-"));
  duck = createDuck(folder);
  record = await openRecordTree(store(), memoryRecordKey(), "test", systemClock);
  await record.append(entries);
  await keepPartitions(database.kysely, NOW, 0);
});
afterEach(async () => {
  await duck.close();
  await database.close();
  await rm(folder, { recursive: true });
});

const store = () => createRecordStore(database.kysely, { duck, folder });
const seal = (rule: Partial<typeof RULE> = {}) =>
  sealMonths(database.kysely, { duck, folder }, { ...RULE, ...rule });
const inDatabase = async (): Promise<number> =>
  Number(
    (await sql<{ n: string }>`select count(*) as n from audit_entry`.execute(database.kysely)).rows[0]?.n,
  );

/** Every page of a search, one after the other. */
async function everyPage(query: Omit<EntryQuery, "limit">, limit: number) {
  const pages = [];
  let after: bigint | undefined;
  do {
    const page: Awaited<ReturnType<RecordStore["search"]>> = await store().search({
      ...query,
      limit,
      ...(after === undefined ? {} : { after }),
    });
    pages.push(page.entries);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return pages;
}

const QUESTIONS: readonly Omit<EntryQuery, "limit">[] = [
  {},
  { personId: "person-2" },
  { patientIndexes: [patient(3)] },
  { patientIndexes: [patient(1), patient(200)] },
  { patientIndexes: [patient(99)] },
  { patientIndexes: [] },
  { personId: "person-0", patientIndexes: [patient(200)] },
  { rule: "r1" },
  { element: "e5", outcome: "deny" },
  { act: "use", interaction: "fhir.search" },
  { act: "disclose" },
  { outcome: "permit", from: JANUARY + 100 * DAY, until: JANUARY + 300 * DAY },
  { patientIndexes: [patient(3)], rule: "r0", from: JANUARY + 50 * DAY },
  { id: entries[3]?.id ?? "" },
  { id: "no id" },
  { personId: "it's nobody" },
];

describe("cold history", () => {
  it.each([
    ["newest first", {}],
    ["oldest first", { oldestFirst: true }],
  ] as const)(
    "AUD-20 AUD-87 F182 answers every question, page by page, as if nothing had left: %s",
    async (_order, order) => {
      const questions = QUESTIONS.map((query) => ({ ...query, ...order }));
      const before = await Promise.all(questions.map((query) => everyPage(query, 7)));
      const sealed = await seal();
      expect([sealed.length, sealed[0], await inDatabase()]).toEqual([4, "2024-01", 179]);
      for (const [at, query] of questions.entries()) expect(await everyPage(query, 7)).toEqual(before[at]);
      await seal({ keepMonths: 1 });
      expect(await inDatabase()).toBeLessThan(20);
      for (const [at, query] of questions.entries()) expect(await everyPage(query, 7)).toEqual(before[at]);
    },
  );

  it("AUD-20 AUD-87 gives the same entries in the other order, none lost at the border of the files", async () => {
    await seal();
    for (const limit of [1, 7, 50]) {
      const newest = (await everyPage({}, limit)).flat().map(({ seq }) => seq);
      const oldest = (await everyPage({ oldestFirst: true }, limit)).flat().map(({ seq }) => seq);
      expect(oldest).toEqual(entries.map((_, at) => BigInt(at + 1)));
      expect(newest).toEqual(oldest.toReversed());
    }
  });

  it("AUD-20 AUD-90 gives an entry that came late to a month in files last, when the oldest come first", async () => {
    await seal();
    await record.append([storedEntry(500, { at: JANUARY + 5 * DAY })]);
    await keepPartitions(database.kysely, NOW, 0);
    await seal();
    const seen = (await everyPage({ oldestFirst: true }, 7)).flat().map(({ seq }) => seq);
    expect([seen.length, seen.at(-1)]).toEqual([211, 211n]);
    expect(seen).toEqual(seen.toSorted((a, b) => Number(a - b)));
  });

  it("AUD-87 gives the leaves of the tree as before, from wherever they are asked", async () => {
    const at = [0, 1, 25, 29, 31, 200, 210, 211];
    const before = await Promise.all(at.map((from) => store().leaves(from, 40)));
    await seal();
    for (const [index, from] of at.entries()) expect(await store().leaves(from, 40)).toEqual(before[index]);
  });

  it("AUD-88 keeps what the manifest says: the files' hashes, how many, from where to where", async () => {
    await seal();
    const rows = await database.kysely.selectFrom("record_cold").selectAll().orderBy("id").execute();
    expect(
      rows.map(({ id, entries: count, first_seq, last_seq }) => [id, count, first_seq, last_seq]),
    ).toEqual([
      ["2024-01", "8", "1", "8"],
      ["2024-02", "7", "9", "15"],
      ["2024-03", "8", "16", "23"],
      ["2024-04", "8", "24", "31"],
    ]);
    expect((await readdir(folder)).filter((name) => name.endsWith(".parquet"))).toHaveLength(8);
  });

  it("AUD-88 shows no more than the table did: what is sealed there is sealed in the file", async () => {
    await seal();
    const bytes = await readFile(join(folder, "2024-01.entries.parquet"));
    expect(bytes.subarray(0, 4).toString()).toBe("PAR1");
    await expect(
      duck.rows(`describe select * from read_parquet('${folder}/2024-01.entries.parquet')`),
    ).resolves.toMatchObject(
      [
        "place",
        "seq",
        "id",
        "at",
        "person_id",
        "interaction",
        "outcome",
        "open",
        "sealed",
        "patient_index",
        "leaf",
        "terms",
      ].map((column_name) => ({ column_name })),
    );
  });

  it("AUD-88 goes on after it was ended with files half written", async () => {
    const before = await everyPage({}, 50);
    for (const ending of ["entries.parquet", "entries.parquet.new", "index.parquet"])
      await writeFile(join(folder, `2024-01.${ending}`), "half a file");
    expect(await everyPage({}, 50)).toEqual(before);
    await seal();
    expect(await everyPage({}, 50)).toEqual(before);
  });

  it("AUD-89 lets no entry leave whose leaf is not kept apart, nor one that opening the record looks at", async () => {
    expect(await seal({ provenThrough: 22 })).toEqual(["2024-01", "2024-02"]);
    expect(await seal({ newestFrom: 23 })).toEqual([]);
    expect(await seal({ newestFrom: 24 })).toEqual(["2024-03"]);
  });

  it("AUD-89 never takes a month that is not over, however few are to stay", async () => {
    await seal({ keepMonths: 0, now: JANUARY + 40 * DAY });
    expect(await inDatabase()).toBe(210);
  });

  it("AUD-90 takes an entry of a month that has left, and seals it beside the first", async () => {
    await seal();
    await record.append([storedEntry(500, { at: JANUARY + 5 * DAY, patientIndex: [patient(3)] })]);
    await keepPartitions(database.kysely, NOW, 0);
    expect(await seal()).toEqual(["2024-01.2"]);
    const [newest] = (await everyPage({ patientIndexes: [patient(3)] }, 10))[0] ?? [];
    expect(newest?.seq).toBe(211n);
  });

  it("AUD-88 leaves a month alone that got an entry while it was written", async () => {
    const late = { at: JANUARY + 5 * DAY };
    const connected: Duck["connected"] = async (work) => {
      const done = await duck.connected(work);
      await record.append([storedEntry(501, late)]);
      return done;
    };
    const sealing = sealMonths(
      database.kysely,
      { duck: { ...duck, connected }, folder },
      { ...RULE, provenThrough: 8 },
    );
    expect(await sealing).toEqual([]);
    expect(await everyPage({}, 300)).toHaveLength(1);
    expect(await inDatabase()).toBe(211);
  });
});
