import { type Kysely, type Migration, sql } from "kysely";

/** Whose database it is, people, relation facts and the record. Has no way down: a record is not unmade. */
export const start: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of [...DEPLOYMENT, ...PEOPLE, ...RELATIONS, ...RECORD])
      await sql.raw(statement).execute(db);
  },
};

const DEPLOYMENT = [
  `create table deployment (
    -- One row: the database belongs to one deployment.
    singleton boolean primary key default true check (singleton),
    -- Opens under the keys that the rest was sealed with.
    key_check bytea not null
  )`,
];

const PEOPLE = [
  `create table person (
    id text primary key check (id <> ''),
    display_name text not null,
    roles text[] not null,
    -- Deferred, so that one import can exchange two.
    fhir_user text unique deferrable initially deferred,
    department text,
    manager text,
    active boolean not null
  )`,
];

const RELATIONS = [
  `create table relation_source (
    source text primary key,
    synced_at bigint,
    last_failure_at bigint,
    last_failure text
  )`,
  `create table relation_fact (
    id bigint generated always as identity primary key,
    source text not null references relation_source,
    holder text not null,
    relation text not null,
    patient_index bytea not null check (octet_length(patient_index) = 16),
    sealed bytea not null,
    valid_from bigint not null,
    valid_until bigint not null check (valid_until > valid_from),
    synced_at bigint not null
  )`,
  "create index relation_fact_by_holder on relation_fact (holder)",
  "create index relation_fact_by_source on relation_fact (source, patient_index)",
];

// 45 CFR 164.312(b), 164.316(b)(2): what was recorded stays as it was recorded.
const RECORD = [
  `create table audit_entry (
    seq bigint generated always as identity primary key,
    id uuid not null unique,
    at timestamptz not null,
    person_id text,
    interaction text not null,
    outcome text not null check (outcome in ('permit', 'deny', 'error')),
    open jsonb not null,
    sealed bytea not null,
    patient_index bytea[] not null
  )`,
  "create index audit_entry_by_person on audit_entry (person_id, seq)",
  "create index audit_entry_by_time on audit_entry (at)",
  "create index audit_entry_by_patient on audit_entry using gin (patient_index)",
  "create index audit_entry_not_permitted on audit_entry (seq) where outcome <> 'permit'",
  `create function refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception 'table % is append-only', tg_table_name using errcode = 'restrict_violation';
    end
  $$`,
  `create trigger audit_entry_append_only before update or delete on audit_entry
    for each row execute function refuse_change()`,
  `create trigger audit_entry_no_truncate before truncate on audit_entry
    for each statement execute function refuse_change()`,
];
