import { type Kysely, type Migration, sql } from "kysely";

/** Lookups of patients by exact key, counted, and the locks of who looked up too often in vain. */
export const locate: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of LOCATE) await sql.raw(statement).execute(db);
  },
};

// 45 CFR 164.514(d)(2), 164.308(a)(1)(ii)(D): a right to look up is bounded, and reaching the bound is looked into.
const LOCATE = [
  `create table locate_attempt (
    id bigint generated always as identity primary key,
    person_id text not null check (person_id <> ''),
    at bigint not null,
    -- Until somebody was found; what was never settled stays one.
    missed boolean not null default true
  )`,
  "create index locate_attempt_by_person on locate_attempt (person_id, at)",
  `create table locate_lock (
    id uuid primary key,
    person_id text not null check (person_id <> ''),
    locked_at bigint not null,
    misses integer not null check (misses > 0),
    unlocked_at bigint check (unlocked_at >= locked_at),
    unlocked_by text check (unlocked_by <> person_id),
    -- Why it was unlocked, sealed: it may tell of a patient.
    why bytea,
    check (num_nulls(unlocked_at, unlocked_by, why) in (0, 3))
  )`,
  "create unique index locate_lock_open on locate_lock (person_id) where unlocked_at is null",
];
