import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  deviceStoreContract,
  reportOf,
  taking,
  WIPE,
} from "../governance/devices/testing/device-store.contract.ts";
import { memorySealer } from "../keys/testing/sealer.ts";
import type { Database } from "./database.ts";
import { createDeviceStore } from "./device-store.ts";
import { bytesOf, freshDatabase } from "./testing/database.ts";

describe("devices in PostgreSQL", () => {
  let database: Database;
  beforeEach(async () => {
    database = await freshDatabase();
  });
  afterEach(() => database.close());
  const opened = async () => createDeviceStore(database.kysely, memorySealer());

  deviceStoreContract(opened);

  it("DEV-6 F157 shows why a device was to be wiped in no byte", async () => {
    const store = await opened();
    await taking(store)("inventory", reportOf({}));
    await store.addWipe(WIPE);
    expect(await bytesOf(database, "device_wipe")).not.toContain("canary");
  });
});
