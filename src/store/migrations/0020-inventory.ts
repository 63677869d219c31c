import { type Kysely, type Migration, sql } from "kysely";

/** Systems that hold PHI, as people name them. */
export const inventory: Migration = {
  async up(db: Kysely<unknown>) {
    await sql.raw(TABLE).execute(db);
  },
};

const TABLE = `create table inventory_system (
  id text primary key check (id ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text not null check (name <> ''),
  kind text not null check (kind <> ''),
  standing text not null check (standing in ('in-use', 'absent', 'retired')),
  owner text not null check (owner <> ''),
  location text not null,
  categories integer[] not null,
  recipients text[] not null,
  -- Null: nobody outside runs it.
  vendor text,
  retention text not null,
  -- What a person says of encryption, who, and when; null: nobody has.
  in_transit jsonb,
  at_rest jsonb,
  added_by text not null,
  -- Milliseconds since 1970, as are the times below.
  added_at bigint not null,
  changed_by text not null,
  changed_at bigint not null,
  confirmed_by text not null,
  confirmed_at bigint not null,
  version integer not null check (version >= 1)
)`;
