import { type Kysely, sql } from "kysely";
import type {
  EntryQuery,
  RecordTreeStore,
  StoredPage,
  StoredTree,
  TreeCommit,
  TreeEntry,
} from "../audit/ports.ts";
import { AppError } from "../kernel/errors.ts";
import {
  bigintArray,
  byteaArray,
  jsonbArray,
  textArray,
  timestamptzArray,
  uuidArray,
} from "./binary-array.ts";
import type { ColdFiles } from "./cold/search.ts";
import { withCold } from "./cold/with-cold.ts";
import { faultsNamed } from "./fault.ts";
import { entryOf } from "./record/row.ts";
import { soughtTerms, termsOf, unwantedTerms } from "./record/terms.ts";
import type { Schema } from "./schema.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The record in the table `audit_entry`, with its tree; what has left it is read from files, if it is said where they are.
 * A commit is one statement: all of it is committed, or none.
 */
export function createRecordStore(db: Kysely<Schema>, cold?: ColdFiles): RecordTreeStore {
  return withCold(db, cold, {
    tree: (origin) => faultsNamed("reading the record's tree", () => treeOf(db, origin)),
    prepare: (commit) => {
      const write = writing(db, commit);
      return () => faultsNamed("writing the record", write);
    },
    inTurn: (work) => faultsNamed("writing the record", () => inTurn(db, work)),
    leaves: (fromSeq, limit) => faultsNamed("reading the record", () => leavesOf(db, fromSeq, limit)),
    search: (query) => faultsNamed("reading the record", () => search(db, query)),
  });
}

async function treeOf(db: Kysely<Schema>, origin: string): Promise<StoredTree> {
  await sql`
    insert into record_tree (origin, first_seq, size, roots)
    select ${origin}, coalesce(max(seq), 0) + 1, 0, '' from audit_entry
    where not exists (select from record_tree) having count(leaf) = 0
    on conflict do nothing`.execute(db);
  const tree = await db
    .selectFrom("record_tree")
    .leftJoin("record_checkpoint", "record_checkpoint.size", "record_tree.size")
    .select(["origin", "first_seq", "record_tree.size", "roots", "note"])
    .executeTakeFirst();
  if (tree === undefined)
    throw new AppError("record_unavailable", "the record's tree is gone, and its entries are there", {
      hint: "keep the database as it is for who looks into it, and restore a backup beside it",
    });
  return {
    origin: tree.origin,
    firstSeq: Number(tree.first_seq),
    size: Number(tree.size),
    roots: tree.roots,
    checkpoint: tree.note,
  };
}

/**
 * INVARIANT: the tree's row is changed first, and only from the size that this commit was made for. Another writer waits
 * for it, and then finds another size: the tree cannot fork.
 */
function writing(db: Kysely<Schema>, commit: TreeCommit): () => Promise<boolean> {
  const { from, size, roots, checkpoint, firstSeq, entries, leaves } = commit;
  const statement = sql`
    with tree as (
      update record_tree set size = ${size}, roots = ${Buffer.from(roots)} where size = ${from} returning size
    ), checkpoint as (
      insert into record_checkpoint (size, at, note) select size, ${checkpoint.at}, ${checkpoint.note} from tree
    )
    insert into audit_entry
      (seq, id, at, person_id, interaction, outcome, open, sealed, patient_index, leaf, terms)
    select entry.seq, id, at, person_id, interaction, outcome, open, sealed, patient_index::bytea[], leaf,
      terms::bigint[]
    from tree, unnest(
      ${bigintArray(entries.map((_, index) => firstSeq + index))}::bigint[],
      ${uuidArray(entries.map((entry) => entry.id))}::uuid[],
      ${timestamptzArray(entries.map((entry) => entry.at))}::timestamptz[],
      ${textArray(entries.map((entry) => entry.personId))}::text[],
      ${textArray(entries.map((entry) => entry.interaction))}::text[],
      ${textArray(entries.map((entry) => entry.outcome))}::text[],
      ${jsonbArray(entries.map((entry) => entry.openJson))}::jsonb[],
      ${byteaArray(entries.map((entry) => entry.sealed))}::bytea[],
      ${textArray(entries.map((entry) => byteaArrayText(entry.patientIndex)))}::text[],
      ${byteaArray(leaves)}::bytea[],
      ${textArray(entries.map((entry) => `{${termsOf(entry).join(",")}}`))}::text[]
    ) as entry (seq, id, at, person_id, interaction, outcome, open, sealed, patient_index, leaf, terms)
  `;
  return async () => Number((await statement.execute(db)).numAffectedRows) === entries.length;
}

/** `{"\\x01","\\x02"}`: rows have as many as they have patients, which an array of arrays could not hold. */
function byteaArrayText(values: readonly Uint8Array[]): string {
  return `{${values.map((value) => `"\\\\x${Buffer.from(value).toString("hex")}"`).join(",")}}`;
}

/** The row of the tree is what writers wait for: PostgreSQL gives it to them in the order in which they came. */
function inTurn<T>(
  db: Kysely<Schema>,
  work: (store: Pick<RecordTreeStore, "tree" | "prepare">) => Promise<T>,
): Promise<T> {
  return db.transaction().execute(async (transaction) => {
    await sql`select from record_tree for update`.execute(transaction);
    return work({
      tree: (origin) => treeOf(transaction, origin),
      prepare: (commit) => writing(transaction, commit),
    });
  });
}

async function leavesOf(db: Kysely<Schema>, fromSeq: number, limit: number): Promise<readonly TreeEntry[]> {
  const rows = await db
    .selectFrom("audit_entry")
    .selectAll()
    .where("seq", ">=", String(fromSeq))
    .orderBy("seq")
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...entryOf(row), seq: Number(row.seq), leaf: row.leaf ?? new Uint8Array() }));
}

async function search(db: Kysely<Schema>, query: EntryQuery): Promise<StoredPage> {
  if (query.id !== undefined && !UUID.test(query.id)) return { entries: [], next: null };
  const rows = await filtered(db, query)
    .selectAll()
    .orderBy("seq", query.oldestFirst === true ? "asc" : "desc")
    .limit(query.limit + 1)
    .execute();
  const entries = rows.slice(0, query.limit).map(entryOf);
  return { entries, next: rows.length > query.limit ? (entries.at(-1)?.seq ?? null) : null };
}

/** Rows that a search is about. */
export function filtered(db: Kysely<Schema>, query: EntryQuery) {
  const { personId, patientIndexes, outcome, id, from, until, after } = query;
  const [terms, unwanted] = [soughtTerms(query), unwantedTerms(query)];
  let rows = db.selectFrom("audit_entry");
  if (personId !== undefined) rows = rows.where("person_id", "=", personId);
  if (id !== undefined) rows = rows.where("id", "=", id);
  if (from !== undefined) rows = rows.where("at", ">=", new Date(from));
  if (until !== undefined) rows = rows.where("at", "<", new Date(until));
  if (after !== undefined) rows = rows.where("seq", query.oldestFirst === true ? ">" : "<", String(after));
  if (outcome === "permit") rows = rows.where("outcome", "=", outcome);
  if (unwanted.length > 0)
    rows = rows.where(sql<boolean>`not terms && ${`{${unwanted.join(",")}}`}::bigint[]`);
  if (terms.length > 0) rows = rows.where(sql<boolean>`terms @> ${`{${terms.join(",")}}`}::bigint[]`);
  if (patientIndexes === undefined) return rows;
  return rows.where(sql<boolean>`patient_index && ${byteaArrayText(patientIndexes)}::bytea[]`);
}
