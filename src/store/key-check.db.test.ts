import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { memorySealer } from "../keys/testing/sealer.ts";
import type { Database } from "./database.ts";
import { checkKeys } from "./key-check.ts";
import { freshDatabase } from "./testing/database.ts";

let database: Database;

beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.close());

describe("the keys of a database", () => {
  it("F155 are those it was first opened with, start after start", async () => {
    const sealer = memorySealer();
    await checkKeys(database.kysely, sealer);
    await expect(checkKeys(database.kysely, sealer)).resolves.toBeUndefined();
  });

  it("F155 others are refused before anything is written beside what they cannot read", async () => {
    await checkKeys(database.kysely, memorySealer());
    await expect(checkKeys(database.kysely, memorySealer())).rejects.toMatchObject({
      code: "key_unavailable",
    });
  });
});
