import { type Kysely, type Selectable, sql, type Transaction } from "kysely";
import { z } from "zod";
import type { HeldFact, Holder, RelationSourceStatus, RelationStore } from "../identity/ports.ts";
import type { RecordSealer } from "../keys/ports.ts";
import { byteaArray } from "./binary-array.ts";
import { faultsNamed } from "./fault.ts";
import type { RelationFactTable, Schema } from "./schema.ts";

export const SEALED = "relation_fact.sealed";
/** Of the blind indexes of facts that are older than keys of patients. */
export const RELATION_PATIENT = "relation_fact.patient";
const CHUNK = 2_000;

/** What of a fact is patient-linked: patient, records, the record it was read from. */
const patientLinked = z.tuple([z.string(), z.array(z.string()), z.string()]);

/** Relation facts in the table `relation_fact`; who is related to whom is itself PHI, so it is sealed. */
export function createRelationStore(db: Kysely<Schema>, sealer: RecordSealer): RelationStore {
  return {
    replaceSource: (source, facts, syncedAt) =>
      faultsNamed("writing relation facts", () =>
        db.transaction().execute(async (transaction) => {
          await markSynced(transaction, source, syncedAt);
          await transaction.deleteFrom("relation_fact").where("source", "=", source).execute();
          await insert(transaction, sealer, source, facts);
        }),
      ),
    replacePatient: (source, patientId, facts) =>
      faultsNamed("writing relation facts", async () => {
        const indexes = await sealer.about.indexesOf(patientId, RELATION_PATIENT);
        return db.transaction().execute(async (transaction) => {
          await lock(transaction, source);
          await transaction
            .deleteFrom("relation_fact")
            .where("source", "=", source)
            .where(sql<boolean>`patient_index = any(${byteaArray(indexes)}::bytea[])`)
            .execute();
          await insert(transaction, sealer, source, facts);
        });
      }),
    ofHolders: (holders) =>
      faultsNamed("reading relation facts", async () => {
        if (holders.length === 0) return [];
        const rows = await db
          .selectFrom("relation_fact")
          .selectAll()
          .where("holder", "in", holders)
          .execute();
        const facts = await Promise.all(rows.map((row) => factOf(row, sealer)));
        return facts.filter((fact) => fact !== null);
      }),
    holders: () =>
      faultsNamed("reading who holds relation facts", async () => {
        const rows = await db
          .selectFrom("relation_fact")
          .select(["holder", (counted) => counted.fn.countAll().as("facts")])
          .groupBy("holder")
          .execute();
        return rows
          .map(({ holder, facts }) => ({ holder: holder as Holder, facts: Number(facts) }))
          .toSorted((a, b) => (a.holder < b.holder ? -1 : 1));
      }),
    status: () => faultsNamed("reading the state of relations", () => status(db)),
    recordSyncFailure: (source, at, code) =>
      faultsNamed("writing the state of relations", async () => {
        const failure = { last_failure_at: String(at), last_failure: code };
        await db
          .insertInto("relation_source")
          .values({ source, synced_at: null, ...failure })
          .onConflict((conflict) => conflict.column("source").doUpdateSet(failure))
          .execute();
      }),
  };
}

async function markSynced(db: Transaction<Schema>, source: string, syncedAt: number): Promise<void> {
  await db
    .insertInto("relation_source")
    .values({ source, synced_at: String(syncedAt), last_failure_at: null, last_failure: null })
    .onConflict((conflict) => conflict.column("source").doUpdateSet({ synced_at: String(syncedAt) }))
    .execute();
}

/** Writers of one source go one after the other. */
async function lock(db: Transaction<Schema>, source: string): Promise<void> {
  await db
    .insertInto("relation_source")
    .values({ source, synced_at: null, last_failure_at: null, last_failure: null })
    .onConflict((conflict) => conflict.column("source").doUpdateSet({ source }))
    .execute();
}

async function insert(
  db: Transaction<Schema>,
  sealer: RecordSealer,
  source: string,
  facts: readonly HeldFact[],
): Promise<void> {
  for (let start = 0; start < facts.length; start += CHUNK) {
    const chunk = facts.slice(start, start + CHUNK);
    const handles = await sealer.patients.handlesOf(chunk.map((fact) => fact.patientId));
    const sealed = await Promise.all(
      chunk.map((fact, at) => sealPatient(fact, handles[at] ?? new Uint8Array(), sealer)),
    );
    await sql`
      insert into relation_fact (source, holder, relation, patient_index, sealed, valid_from, valid_until, synced_at)
      select ${source}, * from unnest(
        ${chunk.map((fact) => fact.holder)}::text[], ${chunk.map((fact) => fact.relation)}::text[],
        ${byteaArray(handles)}::bytea[], ${byteaArray(sealed)}::bytea[], ${chunk.map((fact) => fact.from)}::bigint[],
        ${chunk.map((fact) => fact.until)}::bigint[], ${chunk.map((fact) => fact.syncedAt)}::bigint[])
    `.execute(db);
  }
}

async function sealPatient(fact: HeldFact, handle: Uint8Array, sealer: RecordSealer): Promise<Buffer> {
  const linked: z.input<typeof patientLinked> = [fact.patientId, [...fact.refs], fact.source];
  return sealer.about.seal(handle, JSON.stringify(linked), SEALED);
}

/** Null: the patient's key was destroyed. */
async function factOf(
  row: Selectable<RelationFactTable>,
  sealer: RecordSealer,
): Promise<(HeldFact & { readonly sourceId: string }) | null> {
  const opened = await sealer.about.open(row.patient_index, row.sealed, SEALED);
  if (opened === null) return null;
  const [patientId, refs, source] = patientLinked.parse(JSON.parse(opened));
  return {
    holder: row.holder as Holder,
    relation: row.relation,
    patientId,
    from: Number(row.valid_from),
    until: Number(row.valid_until),
    syncedAt: Number(row.synced_at),
    refs,
    source,
    sourceId: row.source,
  };
}

async function status(db: Kysely<Schema>): Promise<readonly RelationSourceStatus[]> {
  const rows = await db
    .selectFrom("relation_source as s")
    .leftJoin("relation_fact as f", "f.source", "s.source")
    .select(["s.source", "s.synced_at", "s.last_failure_at", "s.last_failure"])
    .select((counted) => [
      counted.fn.count("f.id").as("facts"),
      counted.fn.count("f.holder").distinct().as("people"),
    ])
    .groupBy("s.source")
    .orderBy("s.source")
    .execute();
  return rows.map((row) => ({
    source: row.source,
    facts: Number(row.facts),
    people: Number(row.people),
    syncedAt: row.synced_at === null ? null : Number(row.synced_at),
    lastFailureAt: row.last_failure_at === null ? null : Number(row.last_failure_at),
    lastFailure: row.last_failure,
  }));
}
