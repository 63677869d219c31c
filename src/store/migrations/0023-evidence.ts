import { type Kysely, type Migration, sql } from "kysely";

/** Evidence artifacts, and what they hold. */
export const evidence: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of [...TABLES, ...APPEND_ONLY.flatMap(guard)]) await sql.raw(statement).execute(db);
  },
};

// 45 CFR 164.316(b)(1)(ii): what was done, kept as it was.
const TABLES = [
  `create table evidence_artifact (
    seq bigint generated always as identity unique,
    id uuid primary key,
    kind text not null check (kind ~ '^[a-z-]{3,40}$'),
    title text not null check (title <> ''),
    -- The source query with its patient-linked parameters left out, and whole.
    query text not null,
    whole_query bytea not null,
    as_of bigint not null,
    prepared_at bigint not null,
    prepared_by text not null check (prepared_by <> ''),
    sha256 bytea not null check (octet_length(sha256) = 32),
    bytes bigint not null check (bytes >= 0),
    items bigint not null check (items >= 0),
    media_type text not null,
    file_name text not null check (file_name ~ '^[a-z0-9.-]{1,120}$'),
    elements text[] not null check (cardinality(elements) > 0),
    -- Blind indexes and handles of the patients whom it names.
    patient_index bytea[] not null,
    policy_hash text not null,
    checkpoint text not null,
    entry_id uuid not null,
    pack uuid not null,
    keep_until bigint not null check (keep_until > prepared_at)
  )`,
  "create index evidence_artifact_kind on evidence_artifact (kind, as_of desc)",
  "create index evidence_artifact_patient on evidence_artifact using gin (patient_index)",
  `create table evidence_content (
    artifact uuid not null references evidence_artifact,
    n integer not null check (n >= 0),
    sealed bytea not null,
    primary key (artifact, n)
  )`,
];

const APPEND_ONLY = ["evidence_artifact", "evidence_content"];

function guard(table: string): readonly string[] {
  return [
    `create trigger ${table}_append_only before update or delete on ${table}
      for each row execute function refuse_change()`,
    `create trigger ${table}_no_truncate before truncate on ${table}
      for each statement execute function refuse_change()`,
  ];
}
