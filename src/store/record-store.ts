import { type Kysely, type RawBuilder, type Selectable, sql } from "kysely";
import type { EntryQuery, RecordStore, StoredEntry, StoredPage } from "../audit/ports.ts";
import { faultsNamed } from "./fault.ts";
import type { AuditEntryTable, Schema } from "./schema.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The record in the table `audit_entry`. One statement per append: all entries are committed, or none is. */
export function createRecordStore(db: Kysely<Schema>): RecordStore {
  return {
    async append(entries) {
      if (entries.length === 0) return;
      await faultsNamed("writing the record", () =>
        db.insertInto("audit_entry").values(entries.map(rowOf)).execute(),
      );
    },
    search: (query) => faultsNamed("reading the record", () => search(db, query)),
  };
}

function rowOf(entry: StoredEntry) {
  return {
    id: entry.id,
    at: new Date(entry.at),
    person_id: entry.personId,
    interaction: entry.interaction,
    outcome: entry.outcome,
    open: JSON.stringify(entry.open),
    sealed: Buffer.from(entry.sealed),
    patient_index: entry.patientIndex.map((index) => Buffer.from(index)),
  };
}

async function search(db: Kysely<Schema>, query: EntryQuery): Promise<StoredPage> {
  if (query.id !== undefined && !UUID.test(query.id)) return { entries: [], next: null };
  const rows = await filtered(db, query)
    .selectAll()
    .orderBy("seq", "desc")
    .limit(query.limit + 1)
    .execute();
  const entries = rows.slice(0, query.limit).map(entryOf);
  return { entries, next: rows.length > query.limit ? (entries.at(-1)?.seq ?? null) : null };
}

function filtered(db: Kysely<Schema>, query: EntryQuery) {
  const { personId, patientIndex, interaction, outcome, id, from, until, after } = query;
  let rows = db.selectFrom("audit_entry");
  if (personId !== undefined) rows = rows.where("person_id", "=", personId);
  if (interaction !== undefined) rows = rows.where("interaction", "=", interaction);
  if (outcome !== undefined) rows = rows.where("outcome", "=", outcome);
  if (id !== undefined) rows = rows.where("id", "=", id);
  if (from !== undefined) rows = rows.where("at", ">=", new Date(from));
  if (until !== undefined) rows = rows.where("at", "<", new Date(until));
  if (after !== undefined) rows = rows.where("seq", "<", String(after));
  for (const condition of openConditions(query)) rows = rows.where(condition);
  if (patientIndex === undefined) return rows;
  return rows.where(sql<boolean>`patient_index @> array[${Buffer.from(patientIndex)}::bytea]`);
}

/** Conditions on what is stored as JSON. No index serves them: they narrow what a page is read from, newest first. */
function openConditions({ purpose, resourceType, rule, reason }: EntryQuery): RawBuilder<boolean>[] {
  const holds = (part: Readonly<Record<string, unknown>>) =>
    sql<boolean>`open @> ${JSON.stringify(part)}::jsonb`;
  return [
    ...(purpose === undefined
      ? []
      : [sql<boolean>`(${holds({ purpose })} or ${holds({ purposes: [purpose] })})`]),
    ...(resourceType === undefined ? [] : [holds({ resourceType })]),
    ...(rule === undefined ? [] : [holds({ rules: [rule] })]),
    ...(reason === undefined ? [] : [holds({ reason })]),
  ];
}

function entryOf(row: Selectable<AuditEntryTable>): StoredEntry & { readonly seq: bigint } {
  return {
    seq: BigInt(row.seq),
    id: row.id,
    at: row.at.getTime(),
    personId: row.person_id,
    interaction: row.interaction,
    outcome: row.outcome,
    open: row.open,
    sealed: row.sealed,
    patientIndex: row.patient_index,
  };
}
