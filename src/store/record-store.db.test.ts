import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { recordStoreContract, storedEntry } from "../audit/testing/record-store.contract.ts";
import { openRecordTree } from "../audit/tree/record-tree.ts";
import { systemClock } from "../kernel/clock.ts";
import { memoryRecordKey } from "../keys/testing/record-key.ts";
import type { Database } from "./database.ts";
import { createRecordStore } from "./record-store.ts";
import { freshDatabase } from "./testing/database.ts";

describe("RecordStore in PostgreSQL", () => {
  let database: Database;
  afterEach(() => database.close());

  recordStoreContract(async () => {
    database = await freshDatabase();
    return openRecordTree(createRecordStore(database.kysely), memoryRecordKey(), "test", systemClock);
  });
});

describe("a search of the record in PostgreSQL", () => {
  let database: Database;
  beforeEach(async () => {
    database = await freshDatabase();
  });
  afterEach(() => database.close());

  it("AUD-80 F131 finds a patient by any of several blind indexes, each entry once", async () => {
    const store = createRecordStore(database.kysely);
    const record = await openRecordTree(store, memoryRecordKey(), "test", systemClock);
    const [old, now, other] = [1, 2, 3].map((byte) => Buffer.alloc(16, byte));
    if (!old || !now || !other) throw new Error("three indexes");
    await record.append(
      [[old], [now, other], [other], [old, now]].map((patientIndex, at) => storedEntry(at, { patientIndex })),
    );
    const { entries } = await record.search({ patientIndexes: [old, now], limit: 10 });
    expect(entries.map(({ seq }) => seq)).toEqual([4n, 2n, 1n]);
  });
});
