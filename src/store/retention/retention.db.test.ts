import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { storedEntry } from "../../audit/testing/record-store.contract.ts";
import { openRecordTree } from "../../audit/tree/record-tree.ts";
import { createRetentionDesk, type RetentionDesk } from "../../governance/retention/desk.ts";
import type { HoldScope } from "../../governance/retention/types.ts";
import { memoryRecordKey } from "../../keys/testing/record-key.ts";
import { memorySealer } from "../../keys/testing/sealer.ts";
import { createDuck, type Duck } from "../cold/duck.ts";
import { sealMonths } from "../cold/seal.ts";
import type { Database } from "../database.ts";
import { createRecordStore } from "../record-store.ts";
import { keepPartitions } from "../record/partitions.ts";
import { bytesOf, freshDatabase } from "../testing/database.ts";
import { createHoldStore } from "./hold-store.ts";
import { createRecordMonths } from "./months.ts";
import { createPurgeStore } from "./purge-store.ts";

const MAY_2020 = Date.UTC(2020, 4, 10, 16);
const DAY = 86_400_000;
/** As many as opening the record looks at. */
const TAIL = 4_096;
const NEWEST = 5;
const ID = "0196a2f0-0000-7000-8000-000000000001";
const OTHER = "0196a2f0-0000-7000-8000-000000000002";
const PATIENTS = new Map(["ann", "bob"].map((name, at) => [name, Buffer.alloc(16, at + 1)]));
const indexOf = (name: string): Buffer => PATIENTS.get(name) ?? Buffer.alloc(16, 99);
const SCHEDULE = {
  title: "",
  owner: "privacy-officer",
  reviewBy: "2027-05-01",
  classes: ["record-entries", "disclosures"].map((id) => ({
    id,
    title: id,
    years: 6,
    from: "creation" as const,
    why: "",
    longer: [],
    cfr: [id === "disclosures" ? "164.528(a)(1)" : "164.316(b)(2)(i)"],
  })),
};

let database: Database;
let folder: string;
let duck: Duck;
let desk: RetentionDesk;
let now: number;
const key = memoryRecordKey();
const clock = { now: () => now };

const store = () => createRecordStore(database.kysely, { duck, folder });
const open = () => openRecordTree(store(), key, "test", clock);

/** Four entries of May and June 2020, and a few that came last. */
async function writeRecord(): Promise<void> {
  const record = await open();
  const old = [0, 1, 40, 41].map((day, at) =>
    storedEntry(at + 1, {
      at: MAY_2020 + day * DAY,
      personId: day < 40 ? "nina.nurse" : "paul.provider",
      open: { act: at === 1 ? "disclose" : "use" },
      patientIndex: [indexOf(day < 40 ? "ann" : "bob")],
    }),
  );
  const recent = Array.from({ length: NEWEST }, (_, at) => storedEntry(at + 10, { at: now }));
  for (const batch of [old, recent]) await record.append(batch);
  await keepPartitions(database.kysely, now, 0);
}

beforeEach(async () => {
  database = await freshDatabase();
  folder = await mkdtemp(join(tmpdir(), "modicum-retention-"));
  duck = createDuck(folder);
  now = MAY_2020 + 50 * DAY;
  const sealer = memorySealer();
  const db = database.kysely;
  desk = createRetentionDesk({
    holds: createHoldStore(db, sealer),
    months: createRecordMonths({
      db,
      cold: { duck, folder },
      indexesOf: async (name) => [indexOf(name)],
      newest: NEWEST,
    }),
    purges: createPurgeStore({ db, sealer, folder }),
    clock,
    schedule: () => SCHEDULE,
    timeZone: () => "America/New_York",
    tilesThrough: async () => Number.MAX_SAFE_INTEGER,
  });
  await writeRecord();
});
afterEach(async () => {
  await duck.close();
  await database.close();
  await rm(folder, { recursive: true });
});

const kept = async (): Promise<Record<string, readonly string[]>> =>
  Object.fromEntries(
    (await desk.due()).map(({ month, reasons }) => [month.id, reasons.map(({ code }) => code)]),
  );
const seqs = async (): Promise<readonly number[]> =>
  (await store().leaves(1, 10)).map(({ seq }) => seq).filter((seq) => seq < 6);
const purge = async (...months: string[]) => {
  const proposed = await desk.propose({ id: ID, months, reason: "due" }, "priya");
  return "code" in proposed ? proposed : desk.confirm(ID, "sam");
};
const sealOld = () =>
  sealMonths(
    database.kysely,
    { duck, folder },
    { now, keepMonths: 24, provenThrough: Infinity, newestFrom: Infinity },
  );

describe("retention in PostgreSQL", () => {
  it("RET-1 RET-2 F135 nothing goes before six years have passed on the clock, to the day", async () => {
    now = Date.parse("2026-06-01T03:59:59.999Z");
    expect((await kept())["2020-05"]).toEqual(["retention"]);
    now += 1;
    expect(await kept()).toMatchObject({ "2020-05": [], "2020-06": ["retention", "newest"] });
  });

  it.each(["database", "cold"])(
    "RET-7 RET-8 F135 a purge from the %s leaves its tombstone, and the rest as it was",
    async (place) => {
      now = Date.UTC(2026, 7, 1);
      if (place === "cold") expect(await sealOld()).toContain("2020-05");
      await (
        await open()
      ).append(Array.from({ length: TAIL }, (_, at) => storedEntry(at + 100, { at: now })));
      const before = await store().leaves(3, 5_000);
      const stones = await purge("2020-05");
      expect(stones).toMatchObject([
        {
          month: { id: "2020-05", place, entries: 2, firstSeq: 1, lastSeq: 2 },
          proposedBy: "priya",
          confirmedBy: "sam",
        },
      ]);
      expect(await desk.tombstones()).toEqual(stones);
      expect((await desk.tombstones())[0]?.checkpoint).toMatch(/^test\n4105\n/);
      expect(await seqs()).toEqual([3, 4, 5]);
      expect(await store().leaves(3, 5_000)).toEqual(before);
      await expect(open()).resolves.toBeDefined();
      expect((await readdir(folder)).filter((name) => name.startsWith("2020-05"))).toEqual([]);
      expect(await purge("2020-05")).toMatchObject({ code: "not_found" });
    },
  );

  it("RET-8 nothing goes that opening the record looks at", async () => {
    now = Date.UTC(2036, 0);
    expect((await kept())["2020-06"]).toEqual(["newest"]);
    expect(await purge("2020-05", "2020-06")).toMatchObject({ code: "record_kept" });
    expect(await seqs()).toEqual([1, 2, 3, 4, 5]);
  });

  it.each<[string, HoldScope, readonly string[]]>([
    ["the whole record", { kind: "record" }, ["hold"]],
    ["a patient in it", { kind: "patient", patientId: "ann" }, ["hold"]],
    ["another patient", { kind: "patient", patientId: "bob" }, []],
    ["a person in it", { kind: "person", personId: "nina.nurse" }, ["hold"]],
    ["another person", { kind: "person", personId: "paul.provider" }, []],
    ["a period over it", { kind: "period", from: 0, until: MAY_2020 }, ["hold"]],
    ["a period after it", { kind: "period", from: Date.UTC(2020, 5, 1), until: Infinity }, []],
  ])(
    "RET-4 F135 a hold on %s, in the database and in files, until it is released",
    async (_title, scope, reasons) => {
      now = Date.UTC(2026, 7, 1);
      await desk.open({ id: ID, scope, reason: "a claim" }, "priya");
      expect((await kept())["2020-05"]).toEqual(reasons);
      await sealOld();
      expect((await kept())["2020-05"]).toEqual(reasons);
      await desk.release(ID, "settled", "sam");
      expect((await kept())["2020-05"]).toEqual([]);
    },
  );

  it("RET-5 whom a hold is about and why stand in no column", async () => {
    const scope = { kind: "patient", patientId: "canary-patient" } as const;
    await desk.open({ id: ID, scope, reason: "canary-reason" }, "priya");
    await desk.release(ID, "canary-release", "sam");
    expect(await desk.holds()).toMatchObject([
      {
        scope,
        opened: { by: "priya", reason: "canary-reason" },
        released: { by: "sam", reason: "canary-release" },
      },
    ]);
    for (const table of ["legal_hold", "legal_hold_release"] as const)
      expect(await bytesOf(database, table)).not.toContain("canary");
  });

  it.each([
    "legal_hold",
    "legal_hold_release",
    "record_purge",
    "record_purge_confirmed",
    "record_purge_withdrawn",
    "record_tombstone",
  ])("RET-5 RET-7 nobody changes or takes away what stands in %s", async (table) => {
    now = Date.UTC(2026, 7, 1);
    await desk.open({ id: ID, scope: { kind: "person", personId: "x" }, reason: "a" }, "priya");
    await desk.release(ID, "b", "sam");
    await desk.propose({ id: OTHER, months: ["2020-05"], reason: "due" }, "priya");
    await desk.withdraw(OTHER, "sam");
    await purge("2020-05");
    const change = sql.raw(`delete from ${table}`).execute(database.kysely);
    await expect(change).rejects.toThrow("append-only");
  });

  it("RET-6 nobody confirms their own, and an entry that came meanwhile stops it", async () => {
    now = Date.UTC(2026, 7, 1);
    await desk.propose({ id: ID, months: ["2020-05"], reason: "due" }, "priya");
    expect(await desk.confirm(ID, "priya")).toMatchObject({ code: "no_grant" });
    await (await open()).append([storedEntry(9_000, { at: MAY_2020 })]);
    expect(await desk.confirm(ID, "sam")).toMatchObject({ code: "record_kept" });
    expect(await desk.tombstones()).toEqual([]);
  });

  it("RET-6 F135 of a withdrawal and two confirmations at once one is done, and the others are told", async () => {
    now = Date.UTC(2026, 7, 1);
    await desk.propose({ id: ID, months: ["2020-05"], reason: "due" }, "priya");
    const outcomes = await Promise.all([
      desk.confirm(ID, "sam"),
      desk.withdraw(ID, "sid"),
      desk.confirm(ID, "sid"),
    ]);
    const refused = outcomes.filter((outcome) => "code" in outcome);
    expect(refused.map((outcome) => ("code" in outcome ? outcome.code : ""))).toEqual([
      "already_done",
      "already_done",
    ]);
    const [purged] = await desk.purges();
    expect([purged?.confirmed, purged?.withdrawn].filter((one) => one !== null)).toHaveLength(1);
    expect((await desk.tombstones()).length).toBe(purged?.confirmed === null ? 0 : 1);
  });

  it("RET-6 a hold that was opened after the months were judged stops the purge", async () => {
    now = Date.UTC(2026, 7, 1);
    await desk.propose({ id: ID, months: ["2020-05"], reason: "due" }, "priya");
    const [purge] = await desk.purges();
    const months = (await desk.due()).map(({ month }) => month).filter(({ id }) => id === "2020-05");
    await desk.open({ id: ID, scope: { kind: "record" }, reason: "a claim" }, "sam");
    const purges = createPurgeStore({ db: database.kysely, sealer: memorySealer(), folder });
    if (purge === undefined) throw new Error("it was proposed");
    const judged = { by: "sam", at: now, months, holds: [], rule: "record-entries" };
    expect(await purges.carryOut(purge, judged)).toBeNull();
    expect(await seqs()).toEqual([1, 2, 3, 4, 5]);
  });

  it("RET-11 F135 tells what will be due when a day ends, in the zone of the organization", async () => {
    const due = async (day: string) =>
      (await desk.due(day)).flatMap(({ month, reasons }) =>
        reasons.some(({ code }) => code === "retention") ? [] : [month.id],
      );
    expect([await due("2026-05-31"), await due("2026-06-01")]).toEqual([[], ["2020-05"]]);
  });

  it("RET-9 names what still needs the entries about a patient, until nothing does", async () => {
    const codes = async (name: string) =>
      (await desk.reasonsToKeep(name, clock.now())).map(({ code, until }) => [code, until]);
    const due = Date.parse("2026-05-12T04:00:00Z");
    expect(await codes("ann")).toEqual([
      ["retention", due],
      ["disclosures", due],
    ]);
    expect(await codes("nobody")).toEqual([]);
    now = due;
    expect(await codes("ann")).toEqual([]);
    await desk.open({ id: ID, scope: { kind: "person", personId: "nina.nurse" }, reason: "a" }, "priya");
    expect([await codes("ann"), await codes("bob")]).toEqual([
      [["hold", null]],
      [["retention", Date.parse("2026-06-21T04:00:00Z")]],
    ]);
  });

  it.each(["in the database", "in files"])(
    "RET-9 is not kept for longer by acts about the keeping, %s",
    async (place) => {
      now = Date.UTC(2026, 4, 20);
      const at = Date.UTC(2021, 0, 5);
      const acts = ["api.shreddings.create", "api.retention.holds"].map((interaction, n) =>
        storedEntry(700 + n, { at, interaction, patientIndex: [indexOf("ann")] }),
      );
      await (await open()).append(acts);
      const recent = Array.from({ length: NEWEST }, (_, n) => storedEntry(800 + n, { at: now }));
      await (await open()).append(recent);
      await keepPartitions(database.kysely, now, 0);
      if (place === "in files") await sealOld();
      expect(await desk.reasonsToKeep("ann", Date.UTC(2026, 5, 2))).toEqual([]);
    },
  );
  it("RET-9 F179 what is done about a patient's key or hold keeps neither", async () => {
    now = Date.parse("2026-05-12T04:00:00Z");
    const acts = ["api.shreddings.standing", "api.shreddings.propose", "api.retention.holds"];
    const told = acts.map((interaction, at) =>
      storedEntry(at + 100, { at: now, interaction, patientIndex: [indexOf("ann")] }),
    );
    await (await open()).append(told);
    expect(await desk.reasonsToKeep("ann", now)).toEqual([]);
    await (
      await open()
    ).append([storedEntry(200, { at: now, interaction: "read", patientIndex: [indexOf("ann")] })]);
    expect(await desk.reasonsToKeep("ann", now)).toMatchObject([{ code: "retention" }]);
  });

  it("RET-9 counts what is in files, rather for longer than not", async () => {
    now = Date.UTC(2026, 4, 20);
    await sealOld();
    const [reason] = await desk.reasonsToKeep("ann", clock.now());
    expect(reason).toMatchObject({ code: "retention", until: Date.parse("2026-06-01T04:00:00Z") });
  });
});
