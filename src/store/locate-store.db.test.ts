import { sql } from "kysely";
import { afterEach, describe, expect, it } from "vitest";
import { locateStoreContract } from "../governance/locate/testing/locate-store.contract.ts";
import { memorySealer } from "../keys/testing/sealer.ts";
import type { Database } from "./database.ts";
import { createLocateStore } from "./locate-store.ts";
import { bytesOf, freshDatabase } from "./testing/database.ts";

let database: Database;
afterEach(() => database.close());

const opened = async () => {
  database = await freshDatabase();
  return createLocateStore(database.kysely, memorySealer());
};
const LOCK = "00000000-0000-7000-8000-000000000001";

describe("LocateStore in PostgreSQL", () => {
  locateStoreContract(opened);

  async function locked() {
    const store = await opened();
    const limits = { missesPerHour: 1, lookupsPerHour: 9 };
    for (let number = 0; number < 2; number++) {
      const attempt = await store.begin("fran", 1_000, limits);
      if (typeof attempt !== "string") await store.settleMiss(attempt, 1_000, limits, LOCK);
    }
    return store;
  }

  it("F162 keeps why a right was unlocked sealed, who and when open", async () => {
    const store = await locked();
    await store.unlock(LOCK, { personId: "priya", why: "canary", at: 2_000 });
    const { rows } = await sql<Record<string, unknown>>`select * from locate_lock`.execute(database.kysely);
    expect(rows).toMatchObject([{ unlocked_by: "priya", unlocked_at: "2000" }]);
    expect(await bytesOf(database, "locate_lock")).not.toContain("canary");
  });

  it("F162 lets no person unlock themselves, whatever stands before it", async () => {
    const store = await locked();
    await expect(store.unlock(LOCK, { personId: "fran", why: "x", at: 2_000 })).rejects.toThrow("unlocking");
  });
});
