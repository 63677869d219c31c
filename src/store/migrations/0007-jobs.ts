import { type Kysely, type Migration, sql } from "kysely";

/** Work that goes on after its request was answered, and what it made. */
export const jobs: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of JOBS) await sql.raw(statement).execute(db);
  },
};

const JOBS = [
  `create table job (
    id uuid primary key,
    kind text not null check (kind <> ''),
    person_id text not null check (person_id <> ''),
    state text not null default 'waiting'
      check (state in ('waiting', 'running', 'done', 'failed', 'canceled', 'expired')),
    reason text,
    step integer not null default 0 check (step between 0 and steps),
    steps integer not null check (steps >= 0),
    made_at bigint not null,
    changed_at bigint not null,
    -- 45 CFR 164.312(a)(2)(iv): nothing that was made stays for ever.
    ends_at bigint not null check (ends_at > made_at),
    lease_until timestamptz check (lease_until is null or state = 'running'),
    -- What is to be done, sealed: it names patients. Null once the job is cleared.
    task bytea check (task is not null or state in ('done', 'failed', 'canceled', 'expired'))
  )`,
  "create index job_to_do on job (made_at) where state in ('waiting', 'running')",
  "create index job_to_clear on job (ends_at) where task is not null",
  "create index job_by_person on job (person_id, made_at)",
  `create table job_part (
    job uuid not null references job,
    n integer not null check (n >= 1),
    title text not null,
    records integer not null check (records >= 0),
    primary key (job, n)
  )`,
];
