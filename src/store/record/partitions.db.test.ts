import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { storedEntry } from "../../audit/testing/record-store.contract.ts";
import { openRecordTree } from "../../audit/tree/record-tree.ts";
import { systemClock } from "../../kernel/clock.ts";
import { memoryRecordKey } from "../../keys/testing/record-key.ts";
import type { Database } from "../database.ts";
import { createRecordStore } from "../record-store.ts";
import { freshDatabase } from "../testing/database.ts";
import { keepPartitions, monthOf, monthsAhead } from "./partitions.ts";

const MAY = Date.UTC(2026, 4, 4);
const YEAR_MS = 365 * 86_400_000;

let database: Database;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.close());

const openTree = (key = memoryRecordKey()) =>
  openRecordTree(createRecordStore(database.kysely), key, "test", systemClock);

async function places(): Promise<readonly string[]> {
  const { rows } = await sql<{ place: string }>`
    select concat(seq, ' ', tableoid::regclass) as place from audit_entry order by seq`.execute(
    database.kysely,
  );
  return rows.map(({ place }) => place);
}

describe("the months of the record", () => {
  it("AUD-82 follow the calendar in UTC, over the end of a year and a leap day", () => {
    expect(monthsAhead(Date.UTC(2027, 11, 31, 23, 59), 2).map(({ name, until }) => [name, until])).toEqual([
      ["audit_entry_2027_12", Date.UTC(2028, 0)],
      ["audit_entry_2028_01", Date.UTC(2028, 1)],
      ["audit_entry_2028_02", Date.UTC(2028, 2)],
    ]);
    expect(monthOf(Date.UTC(2028, 1, 29)).until).toBe(Date.UTC(2028, 2, 1));
  });

  it("AUD-82 are made ahead, once, whoever else does the same", async () => {
    const made = await Promise.all([1, 2].map(() => keepPartitions(database.kysely, MAY, 1)));
    expect(made.flat().toSorted()).toEqual(["audit_entry_2026_05", "audit_entry_2026_06"]);
    expect(await keepPartitions(database.kysely, MAY, 1)).toEqual([]);
  });

  it("AUD-83 take an entry of any time, also where no partition was made for it", async () => {
    const record = await openTree();
    await keepPartitions(database.kysely, MAY, 1);
    await record.append([
      storedEntry(1),
      storedEntry(2, { at: MAY + YEAR_MS }),
      storedEntry(3, { at: MAY - YEAR_MS }),
    ]);
    expect(await places()).toEqual([
      "1 audit_entry_2026_05",
      "2 audit_entry_default",
      "3 audit_entry_default",
    ]);
    const { entries } = await record.search({ limit: 10 });
    expect(entries.map(({ seq }) => seq)).toEqual([3n, 2n, 1n]);
  });

  it("AUD-83 get the entries that were written before they were there, and the tree still opens over them", async () => {
    const key = memoryRecordKey();
    await (await openTree(key)).append([storedEntry(1), storedEntry(2, { at: MAY + YEAR_MS })]);
    await keepPartitions(database.kysely, MAY, 0);
    expect(await places()).toEqual(["1 audit_entry_2026_05", "2 audit_entry_2027_05"]);
    await expect(openTree(key)).resolves.toBeDefined();
  });

  it("AUD-83 AUD-85 set off nothing again that an entry set off when it was written, and guard it as before", async () => {
    const open = { source: { id: "lab", event: "e-1", at: 1 } };
    await (await openTree()).append([storedEntry(1, { at: MAY + YEAR_MS, open })]);
    await keepPartitions(database.kysely, MAY, 0);
    expect(await places()).toEqual(["1 audit_entry_2027_05"]);
    const { rows } = await sql`select from intake_event`.execute(database.kysely);
    expect(rows).toHaveLength(1);
    const removed = sql`delete from audit_entry_2027_05`.execute(database.kysely);
    await expect(removed).rejects.toThrow("append-only");
  });

  it("AUD-83 lose and refuse nothing while entries are written and moved at once", async () => {
    const record = await openTree();
    const write = async (): Promise<void> => {
      for (let n = 1; n <= 60; n++) await record.append([storedEntry(n, { at: MAY + n * 20 * 86_400_000 })]);
    };
    const keep = async (): Promise<void> => {
      for (let n = 0; n < 20; n++) await keepPartitions(database.kysely, MAY, 0);
    };
    await Promise.all([write(), keep(), keep()]);
    await keepPartitions(database.kysely, MAY, 0);
    const held = await places();
    expect(held).toHaveLength(60);
    expect(held.filter((place) => place.endsWith("default"))).toEqual([]);
  });

  it("AUD-84 refuse an entry that is there already", async () => {
    const record = await openTree();
    await record.append([storedEntry(1)]);
    await keepPartitions(database.kysely, MAY, 0);
    await expect(record.append([storedEntry(1)])).rejects.toThrow("record");
    expect(await places()).toHaveLength(1);
  });

  it.each([
    "update audit_entry_2026_05 set outcome = 'deny'",
    "delete from audit_entry_2026_05",
    "truncate audit_entry_2026_05",
    "delete from audit_entry_default",
    "truncate audit_entry_default",
    "delete from audit_entry",
    "truncate audit_entry",
  ])("AUD-85 AUD-7 refuse `%s`", async (statement) => {
    const record = await openTree();
    await keepPartitions(database.kysely, MAY, 0);
    await record.append([storedEntry(1), storedEntry(2, { at: MAY + YEAR_MS })]);
    await expect(sql.raw(statement).execute(database.kysely)).rejects.toThrow("append-only");
  });
});
