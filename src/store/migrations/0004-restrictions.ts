import { type Kysely, type Migration, sql } from "kysely";

/** What patients restrict and consent to. Terms never change, and what was done about them is only added to. */
export const restrictions: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of [...TABLES, ...["patient_directive", "patient_directive_act"].flatMap(guard)])
      await sql.raw(statement).execute(db);
  },
};

// 45 CFR 164.522(a)(3), 164.530(j); 42 CFR 2.31: a restriction and a consent are documented as they were agreed to.
const TABLES = [
  `create table patient_directive (
    seq bigint generated always as identity unique,
    id uuid primary key,
    kind text not null check (kind in ('restriction', 'part2-consent')),
    patient_index bytea not null check (octet_length(patient_index) = 16),
    -- Patient and terms.
    sealed bytea not null
  )`,
  "create index patient_directive_by_patient on patient_directive (kind, patient_index, seq)",
  "create index patient_directive_by_kind on patient_directive (kind, seq)",
  `create table patient_directive_act (
    seq bigint generated always as identity unique,
    directive uuid not null references patient_directive,
    n integer not null check (n >= 1),
    kind text not null,
    person_id text not null,
    at bigint not null,
    -- What was said of it; null: nothing.
    sealed bytea,
    -- Of two done at once the second finds its number taken.
    primary key (directive, n)
  )`,
];

function guard(table: string): readonly string[] {
  return [
    `create trigger ${table}_append_only before update or delete on ${table}
      for each row execute function refuse_change()`,
    `create trigger ${table}_no_truncate before truncate on ${table}
      for each statement execute function refuse_change()`,
  ];
}
