import { sql } from "kysely";
import { afterEach, describe, expect, it } from "vitest";
import { draftStoreContract } from "../policy/drafts/testing/draft-store.contract.ts";
import type { Database } from "./database.ts";
import { createPolicyDraftStore } from "./policy-draft-store.ts";
import { freshDatabase } from "./testing/database.ts";

let database: Database;
afterEach(() => database.close());

describe("DraftStore in PostgreSQL", () => {
  draftStoreContract(async () => {
    database = await freshDatabase();
    return createPolicyDraftStore(database.kysely);
  });

  it.each(["policy_source", "policy_draft", "policy_draft_version"])(
    "F006 lets nobody unmake what stands in `%s`",
    async (table) => {
      database = await freshDatabase();
      await expect(sql.raw(`truncate ${table} cascade`).execute(database.kysely)).rejects.toThrow(
        "append-only",
      );
    },
  );
});
