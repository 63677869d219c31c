import { type Kysely, type Migration, sql } from "kysely";

/** Months of the record that were sealed to files, legal holds, purges and what they left. */
export const retention: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of [...TABLES, ...APPEND_ONLY.flatMap(guard)]) await sql.raw(statement).execute(db);
  },
};

// 45 CFR 164.316(b)(2)(i): who kept what, who let it go, and under which rule.
const TABLES = [
  `create table record_cold (
    id text primary key check (id ~ '^[0-9]{4,}-[0-9]{2}(\\.[0-9]+)?$'),
    from_at bigint not null,
    until_at bigint not null check (until_at > from_at),
    entries bigint not null check (entries > 0),
    first_seq bigint not null,
    last_seq bigint not null check (last_seq >= first_seq),
    sha256 jsonb not null,
    rows_sha256 bytea not null check (octet_length(rows_sha256) = 32),
    sealed_at bigint not null
  )`,
  `create table legal_hold (
    id uuid primary key,
    kind text not null check (kind in ('record', 'patient', 'person', 'period')),
    -- What it keeps, and why.
    sealed bytea not null,
    opened_by text not null check (opened_by <> ''),
    opened_at bigint not null
  )`,
  `create table legal_hold_release (
    hold uuid primary key references legal_hold,
    -- Why.
    sealed bytea not null,
    released_by text not null check (released_by <> ''),
    released_at bigint not null
  )`,
  `create table record_purge (
    id uuid primary key,
    months text[] not null check (cardinality(months) > 0),
    -- Why.
    sealed bytea not null,
    proposed_by text not null check (proposed_by <> ''),
    proposed_at bigint not null
  )`,
  `create table record_purge_confirmed (
    purge uuid primary key references record_purge,
    confirmed_by text not null check (confirmed_by <> ''),
    confirmed_at bigint not null
  )`,
  `create table record_tombstone (
    purge uuid not null references record_purge,
    month text not null,
    place text not null check (place in ('database', 'cold')),
    from_at bigint not null,
    until_at bigint not null,
    entries bigint not null check (entries >= 0),
    first_seq bigint not null,
    last_seq bigint not null,
    rule text not null,
    proposed_by text not null,
    confirmed_by text not null check (confirmed_by <> proposed_by),
    at bigint not null,
    checkpoint text not null,
    primary key (purge, month)
  )`,
];

const APPEND_ONLY = [
  "record_cold",
  "legal_hold",
  "legal_hold_release",
  "record_purge",
  "record_purge_confirmed",
  "record_tombstone",
];

function guard(table: string): readonly string[] {
  return [
    `create trigger ${table}_append_only before update or delete on ${table}
      for each row execute function refuse_change()`,
    `create trigger ${table}_no_truncate before truncate on ${table}
      for each statement execute function refuse_change()`,
  ];
}
