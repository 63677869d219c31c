import { type Kysely, type Migration, sql } from "kysely";

/** A hold on a patient lies under the key of that patient. Has no way down: what was sealed so is read by its handle. */
export const holdHandles: Migration = {
  async up(db: Kysely<unknown>) {
    // Null: it names no patient, or is older than this column.
    await sql`alter table legal_hold add column handle bytea check (octet_length(handle) = 16)`.execute(db);
  },
};
