import { type Kysely, type Migration, sql } from "kysely";

/** Systems whose logs come in, what has come from each, and what could not be read. */
export const recordSources: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

const STATEMENTS = [
  `create table record_source (
    id text primary key check (id ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    name text not null check (name <> ''),
    kind text not null check (kind in ('fhir', 'atna', 'csv')),
    owner text not null check (owner <> ''),
    -- Who may send, how people and patients of the sender are told, columns of a file.
    rules jsonb not null,
    -- Milliseconds, as are the times below since 1970.
    interval_ms bigint not null check (interval_ms > 0),
    added_at bigint not null,
    seen_at bigint,
    silent_since bigint,
    disabled_at bigint,
    version integer not null check (version >= 1)
  )`,
  // Which events of other systems are in the record: outlives the entries, so that what was purged is not taken again.
  `create table intake_event (
    entry_id uuid primary key,
    source text not null,
    at timestamptz not null
  )`,
  "create index intake_event_by_source on intake_event (source, at)",
  `create table intake_reject (
    id uuid primary key,
    source text not null,
    at bigint not null,
    place integer,
    reason text not null check (reason <> ''),
    -- The event as it came: it may name a patient.
    sealed bytea not null
  )`,
  "create index intake_reject_by_source on intake_reject (source, at)",
  `create table intake_duplicate (
    source text not null,
    -- Days since 1970, UTC.
    day integer not null,
    events bigint not null check (events > 0),
    primary key (source, day)
  )`,
  // INVARIANT: the claim is made by the statement that writes the entry. Neither is ever there without the other.
  `create function claim_intake_event() returns trigger language plpgsql as $$
    begin
      insert into intake_event (entry_id, source, at) values (new.id, new.open -> 'source' ->> 'id', new.at);
      return null;
    end
  $$`,
  `create trigger audit_entry_claims_event after insert on audit_entry
    for each row when (new.open ? 'source') execute function claim_intake_event()`,
  `create trigger intake_event_append_only before update or delete on intake_event
    for each row execute function refuse_change()`,
  `create trigger intake_event_no_truncate before truncate on intake_event
    for each statement execute function refuse_change()`,
];
