import { type Kysely, type Migration, sql } from "kysely";

/** The destruction of patients' keys, and key-encryption keys that are turned without losing one. */
export const shredding: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

const STATEMENTS = [
  `create table shredding (
    seq bigint generated always as identity unique,
    id uuid primary key,
    -- Of the patient's key: what is left when the key is gone tells nothing.
    handle bytea not null check (octet_length(handle) = 16),
    -- Why; under the keys of the deployment, since it outlives the patient's.
    reason bytea not null,
    state text not null check (state in ('proposed', 'withdrawn', 'approved', 'destroyed', 'done')),
    proposed_by text not null,
    proposed_as text[] not null,
    proposed_at bigint not null,
    decided_by text check (decided_by <> proposed_by or state = 'withdrawn'),
    decided_at bigint,
    destroyed_at bigint,
    done_at bigint,
    check ((state in ('destroyed', 'done')) = (destroyed_at is not null)),
    check ((state = 'done') = (done_at is not null)),
    check ((state = 'proposed') = (decided_by is null))
  )`,
  "create unique index shredding_open on shredding (handle) where state in ('proposed', 'approved')",
  // A process that does not know yet that a key-encryption key was turned wraps nothing under it any more.
  "create table patient_key_retired_wrapping (id text primary key check (id ~ '^[0-9a-f]{8}$'))",
  `create function refuse_retired_wrapping() returns trigger language plpgsql as $$
    begin
      if exists (select from patient_key_retired_wrapping where id = new.wrapped_by) then
        raise exception 'the key-encryption key was turned' using errcode = 'object_not_in_prerequisite_state';
      end if;
      return new;
    end
  $$`,
  `create trigger patient_key_wrapping before insert or update on patient_key
    for each row execute function refuse_retired_wrapping()`,
];
