import { type Kysely, type Migration, sql } from "kysely";

/** A key of its own for each patient, wrapped: what is sealed under it ends with the row. */
export const patientKeys: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

const STATEMENTS = [
  `create table patient_key (
    -- Blind index of the patient's id.
    patient_index bytea primary key check (octet_length(patient_index) = 16),
    -- What entries about the patient bear.
    handle bytea not null unique check (octet_length(handle) = 16),
    -- The key-encryption key that wraps this one.
    wrapped_by text not null check (wrapped_by ~ '^[0-9a-f]{8}$'),
    wrapped bytea not null,
    -- The patient's id, under the key itself.
    sealed_id bytea not null
  )`,
  "create index patient_key_by_wrapping on patient_key (wrapped_by)",
];
