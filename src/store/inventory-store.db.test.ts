import { afterEach, beforeEach, describe } from "vitest";
import { inventoryStoreContract } from "../governance/inventory/testing/inventory-store.contract.ts";
import type { Database } from "./database.ts";
import { createInventoryStore } from "./inventory-store.ts";
import { freshDatabase } from "./testing/database.ts";

describe("the register of systems in PostgreSQL", () => {
  let database: Database;
  beforeEach(async () => {
    database = await freshDatabase();
  });
  afterEach(() => database.close());

  inventoryStoreContract(async () => createInventoryStore(database.kysely));
});
