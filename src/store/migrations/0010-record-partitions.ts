import { type Kysely, type Migration, sql } from "kysely";

/** The record in months, and what an entry is found by. Has no way down: what has left a month does not come back. */
export const recordPartitions: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of [...ASIDE, ...PARTITIONED, ...GUARDS]) await sql.raw(statement).execute(db);
    await makeMonths(db);
    await copyEntries(db);
    for (const statement of AFTER) await sql.raw(statement).execute(db);
  },
};

const ASIDE = [
  "alter table audit_entry rename to audit_entry_whole",
  "alter index audit_entry_pkey rename to audit_entry_whole_pkey",
  "alter table audit_entry_whole drop constraint audit_entry_id_key",
  "drop index audit_entry_by_person, audit_entry_by_time, audit_entry_by_patient, audit_entry_not_permitted",
];

const PARTITIONED = [
  // A key over all partitions has to hold what they are parted by. `seq` is unique all the same: whoever gives it holds
  // the row of the tree. `id` is unique in each partition: an entry keeps its time, so that a second one meets the first.
  `create table audit_entry (
    seq bigint not null,
    id uuid not null,
    at timestamptz not null,
    person_id text,
    interaction text not null,
    outcome text not null constraint audit_entry_outcome_check check (outcome in ('permit', 'deny', 'error')),
    open jsonb not null,
    sealed bytea not null,
    patient_index bytea[] not null,
    leaf bytea,
    -- What searches name of the open part, each as the first eight bytes of SHA-256 of kind:value.
    terms bigint[] not null default '{}',
    constraint audit_entry_pkey primary key (seq, at)
  ) partition by range (at)`,
  "create index audit_entry_by_person on audit_entry (person_id, seq)",
  "create index audit_entry_by_time on audit_entry using brin (at) with (pages_per_range = 32, autosummarize = on)",
  "create index audit_entry_by_patient on audit_entry using gin (patient_index)",
  "create index audit_entry_by_term on audit_entry using gin (terms)",
];

const GUARDS = [
  `create trigger audit_entry_append_only before update or delete on audit_entry
    for each row execute function refuse_change()`,
  `create trigger audit_entry_no_truncate before truncate on audit_entry
    for each statement execute function refuse_change()`,
  // Triggers for each row come with the parent; those for a statement do not.
  `create function make_audit_partition(part text, bounds text) returns void language plpgsql as $$
    begin
      execute format('create table %I (like audit_entry including defaults including constraints)', part);
      execute format('create unique index %I on %I (id)', part || '_id_key', part);
      execute format('create trigger audit_entry_no_truncate before truncate on %I
        for each statement execute function refuse_change()', part);
      execute format('alter table audit_entry attach partition %I %s', part, bounds);
    end
  $$`,
  // An entry of a month that has no partition yet is written here, not refused.
  "select make_audit_partition('audit_entry_default', 'default')",
];

/** Of the months that entries are there of; those to come are made by the server. */
async function makeMonths(db: Kysely<unknown>): Promise<void> {
  await sql`
    select make_audit_partition(
      'audit_entry_' || to_char(month, 'YYYY_MM'),
      format('for values from (%L) to (%L)', month || 'Z', month + interval '1 month' || 'Z')
    ) from (
      select distinct date_trunc('month', at at time zone 'UTC') as month from audit_entry_whole order by 1
    ) as months`.execute(db);
}

/** Entries in one statement, each of which has to end before the timeout of statements. */
const COPIED = 20_000;

async function copyEntries(db: Kysely<unknown>): Promise<void> {
  await sql.raw(TERMS).execute(db);
  let copiedTo: string | null = "0";
  while (copiedTo !== null) {
    const { rows }: { rows: { last: string | null }[] } = await sql<{ last: string | null }>`
      with copied as (
        insert into audit_entry
          (seq, id, at, person_id, interaction, outcome, open, sealed, patient_index, leaf, terms)
        select seq, id, at, person_id, interaction, outcome, open, sealed, patient_index, leaf,
          pg_temp.record_terms(open, interaction, outcome)
        from audit_entry_whole where seq > ${copiedTo} order by seq limit ${COPIED}
        returning seq
      ) select max(seq) as last from copied`.execute(db);
    copiedTo = rows[0]?.last ?? null;
  }
}

/** As the store names the terms of an entry that is written now. */
const TERMS = `create function pg_temp.record_terms(open jsonb, interaction text, outcome text) returns bigint[]
  language sql immutable as $$
    select coalesce(array_agg(distinct
      ('x' || left(encode(sha256(convert_to(term, 'UTF8')), 'hex'), 16))::bit(64)::bigint), '{}')
    from (
      select 'interaction:' || interaction as term
      union all select 'outcome:' || outcome where outcome <> 'permit'
      union all select 'act:' || (open->>'act') where open->>'act' <> 'use'
      union all select 'purpose:' || (open->>'purpose')
      union all select 'purpose:' || jsonb_array_elements_text(open->'purposes')
      union all select 'rule:' || jsonb_array_elements_text(open->'rules')
      union all select 'grant:' || jsonb_array_elements_text(open->'grantIds')
      union all select 'element:' || jsonb_array_elements_text(open->'released')
      union all select 'type:' || (open->>'resourceType')
      union all select 'system:' || (open->>'system')
      union all select 'reason:' || (open->>'reason')
    ) as terms where term is not null
  $$`;

const AFTER = [
  "drop function pg_temp.record_terms",
  "drop table audit_entry_whole",
  // Not valid: entries that are older than the tree have no leaf.
  `alter table audit_entry add constraint audit_entry_leaf_check
    check (leaf is not null and octet_length(leaf) = 32) not valid`,
];
