import { type Kysely, type Migration, sql } from "kysely";

/** Base copies, and drills that restored to a moment between backups (45 CFR 164.308(a)(7)(ii)(D)). */
export const backupMoments: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

const STATEMENTS = [
  "alter table backup_run drop constraint backup_run_kind_check",
  `alter table backup_run add constraint backup_run_kind_check
    check (kind in ('backup', 'drill', 'base', 'moment'))`,
  // Milliseconds since 1970: what the drill restored to.
  "alter table backup_run add column moment bigint",
  "alter table backup_run add constraint backup_run_moment_check check (moment is null or kind = 'moment')",
];
