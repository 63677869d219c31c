import { type Kysely, type Migration, sql } from "kysely";

/** What backups and drills came to (45 CFR 164.308(a)(7)(ii)(D), 164.316(b)(1)(ii)). */
export const backupRuns: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

const STATEMENTS = [
  `create table backup_run (
    seq bigint generated always as identity primary key,
    id uuid not null unique,
    kind text not null check (kind in ('backup', 'drill')),
    backup_id text,
    asked_by text,
    started_at bigint not null,
    ended_at bigint not null check (ended_at >= started_at),
    tables integer not null,
    rows bigint not null,
    tree_size bigint,
    tree_root text,
    failure text,
    check ((tree_size is null) = (tree_root is null)),
    check (failure is not null or backup_id is not null)
  )`,
  "create index backup_run_by_kind on backup_run (kind, seq)",
  `create trigger backup_run_append_only before update or delete on backup_run
    for each row execute function refuse_change()`,
  `create trigger backup_run_no_truncate before truncate on backup_run
    for each statement execute function refuse_change()`,
];
