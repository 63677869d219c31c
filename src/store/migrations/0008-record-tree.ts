import { type Kysely, type Migration, sql } from "kysely";

/** The Merkle tree over the record and its signed checkpoints. Has no way down: what was signed stays signed. */
export const recordTree: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

const STATEMENTS = [
  // The place in the tree is the writer's to give, without gaps.
  "alter table audit_entry alter column seq drop identity",
  "alter table audit_entry add column leaf bytea",
  // Not valid: entries that are older than the tree have no leaf, and are not changed to get one.
  `alter table audit_entry add constraint audit_entry_leaf_check
    check (leaf is not null and octet_length(leaf) = 32) not valid`,
  `create table record_tree (
    -- One row: whoever writes the record changes it, so that nobody else can at the same time.
    singleton boolean primary key default true check (singleton),
    origin text not null check (origin <> ''),
    first_seq bigint not null check (first_seq >= 1),
    size bigint not null check (size >= 0),
    -- 32 bytes for each 1 in the binary form of the size.
    roots bytea not null check (octet_length(roots) % 32 = 0)
  )`,
  `create table record_checkpoint (
    size bigint primary key check (size >= 1),
    at bigint not null,
    note text not null
  )`,
  `create function refuse_shrinking() returns trigger language plpgsql as $$
    begin
      if new.size <= old.size or new.origin <> old.origin or new.first_seq <> old.first_seq then
        raise exception 'table % only grows', tg_table_name using errcode = 'restrict_violation';
      end if;
      return new;
    end
  $$`,
  `create trigger record_tree_grows before update on record_tree
    for each row execute function refuse_shrinking()`,
  `create trigger record_tree_stays before delete on record_tree
    for each row execute function refuse_change()`,
  `create trigger record_tree_no_truncate before truncate on record_tree
    for each statement execute function refuse_change()`,
  `create trigger record_checkpoint_append_only before update or delete on record_checkpoint
    for each row execute function refuse_change()`,
  `create trigger record_checkpoint_no_truncate before truncate on record_checkpoint
    for each statement execute function refuse_change()`,
];
