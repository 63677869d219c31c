import { type Kysely, type Migration, sql } from "kysely";

/** Devices of the workforce, and requests to wipe one. */
export const devices: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

const STATEMENTS = [
  `create table device (
    id text primary key check (id <> ''),
    owner text not null check (owner <> ''),
    platform text not null,
    serial text,
    -- Null: not known.
    encrypted boolean,
    compliant boolean,
    -- Milliseconds since 1970, as are the times below.
    seen_at bigint,
    changed_at bigint not null
  )`,
  `create table device_wipe (
    id uuid primary key,
    device text not null references device,
    asked_by text not null check (asked_by <> ''),
    -- It may say where a patient's data lie.
    reason bytea not null,
    asked_at bigint not null,
    changed_at bigint not null,
    state text not null check (state in ('requested', 'acknowledged', 'failed')),
    attempts integer not null check (attempts >= 0)
  )`,
  "create index device_wipe_open on device_wipe (asked_at) where state = 'requested'",
];
