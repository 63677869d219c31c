import { type Kysely, type Migration, sql } from "kysely";

/** Purges that are withdrawn, and what a destroyed key had sealed. */
export const endsTold: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

const STATEMENTS = [
  `create table record_purge_withdrawn (
    purge uuid primary key references record_purge,
    withdrawn_by text not null check (withdrawn_by <> ''),
    withdrawn_at bigint not null
  )`,
  `create trigger record_purge_withdrawn_append_only before update or delete on record_purge_withdrawn
    for each row execute function refuse_change()`,
  `create trigger record_purge_withdrawn_no_truncate before truncate on record_purge_withdrawn
    for each statement execute function refuse_change()`,
  // How much of which kind was sealed under the key when it was approved: counts tell nothing of the patient.
  "alter table shredding add column sealed_counts jsonb",
];
