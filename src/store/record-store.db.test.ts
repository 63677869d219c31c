import { afterEach, describe } from "vitest";
import { recordStoreContract } from "../audit/testing/record-store.contract.ts";
import type { Database } from "./database.ts";
import { createRecordStore } from "./record-store.ts";
import { freshDatabase } from "./testing/database.ts";

describe("RecordStore in PostgreSQL", () => {
  let database: Database;
  afterEach(() => database.close());

  recordStoreContract(async () => {
    database = await freshDatabase();
    return createRecordStore(database.kysely);
  });
});
