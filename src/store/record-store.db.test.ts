import { afterEach, describe } from "vitest";
import { recordStoreContract } from "../audit/testing/record-store.contract.ts";
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
