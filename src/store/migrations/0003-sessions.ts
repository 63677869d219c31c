import { type Kysely, type Migration, sql } from "kysely";

/** Who is signed in to the console. */
export const sessions: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of SESSIONS) await sql.raw(statement).execute(db);
  },
};

// 45 CFR 164.312(a)(2)(iii): every session has an end.
const SESSIONS = [
  `create table session (
    -- SHA-256 of the cookie's secret: a copy of this table signs nobody in.
    id bytea primary key check (octet_length(id) = 32),
    person_id text not null references person,
    method text not null check (method in ('demo', 'oidc')),
    made_at bigint not null,
    seen_at bigint not null check (seen_at >= made_at),
    ends_at bigint not null check (ends_at > made_at),
    revoked_at bigint
  )`,
  "create index session_by_end on session (ends_at)",
];
