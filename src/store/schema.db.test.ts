import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "./database.ts";
import { migrate } from "./migrate.ts";
import { describeSchema } from "./testing/describe-schema.ts";
import { freshDatabase } from "./testing/database.ts";

let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

describe("migrations", () => {
  it("lead to the schema in schema.sql (regenerate with `npx vitest run -u --project db src/store`)", async () => {
    const golden = join(import.meta.dirname, "schema.sql");
    await expect(await describeSchema(database.kysely)).toMatchFileSnapshot(golden);
  });

  it("run nothing on a schema that is up to date", async () => {
    expect(await migrate(database.kysely)).toEqual([]);
  });
});

describe("the table audit_entry", () => {
  it.each(["update audit_entry set outcome = 'permit'", "delete from audit_entry", "truncate audit_entry"])(
    "AUD-7 F176 refuses `%s`",
    async (statement) => {
      await sql`
      insert into audit_entry (seq, id, at, interaction, outcome, open, sealed, patient_index, leaf)
      values ((select count(*) + 1 from audit_entry), gen_random_uuid(), now(), 'fhir.read', 'deny', '{}', '', '{}', decode(repeat('00', 32), 'hex'))
    `.execute(database.kysely);
      await expect(sql.raw(statement).execute(database.kysely)).rejects.toThrow("append-only");
    },
  );
});
