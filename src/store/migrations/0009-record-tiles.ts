import { type Kysely, type Migration, sql } from "kysely";

/** Full tiles of the record's tree, and what witnesses cosigned. Has no way down: what was signed stays signed. */
export const recordTiles: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

const STATEMENTS = [
  `create table record_tile (
    level smallint not null check (level >= 0),
    index bigint not null check (index >= 0),
    -- 256 hashes of 32 bytes (C2SP tlog-tiles).
    hashes bytea not null check (octet_length(hashes) = 8192),
    primary key (level, index)
  )`,
  // Hashes do not compress.
  "alter table record_tile alter column hashes set storage external",
  `create table record_cosignature (
    size bigint not null check (size >= 1),
    witness text not null check (witness <> ''),
    at bigint not null,
    line text not null,
    primary key (size, witness)
  )`,
  "create index record_cosignature_witness on record_cosignature (witness, size)",
  ...["record_tile", "record_cosignature"].flatMap((table) => [
    `create trigger ${table}_append_only before update or delete on ${table}
      for each row execute function refuse_change()`,
    `create trigger ${table}_no_truncate before truncate on ${table}
      for each statement execute function refuse_change()`,
  ]),
];
