import { type Kysely, type Selectable, sql, type Transaction } from "kysely";
import { z } from "zod";
import type { HeldFact, Holder, RelationSourceStatus, RelationStore } from "../identity/ports.ts";
import type { Sealer } from "../keys/ports.ts";
import { faultsNamed } from "./fault.ts";
import type { RelationFactTable, Schema } from "./schema.ts";

export const SEALED = "relation_fact.sealed";
const PATIENT = "relation_fact.patient";
const CHUNK = 2_000;

/** What of a fact is patient-linked: patient, records, the record it was read from. */
const patientLinked = z.tuple([z.string(), z.array(z.string()), z.string()]);

/** Relation facts in the table `relation_fact`; who is related to whom is itself PHI, so it is sealed. */
export function createRelationStore(db: Kysely<Schema>, sealer: Sealer): RelationStore {
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
      faultsNamed("writing relation facts", () =>
        db.transaction().execute(async (transaction) => {
          await lock(transaction, source);
          await transaction
            .deleteFrom("relation_fact")
            .where("source", "=", source)
            .where("patient_index", "=", Buffer.from(sealer.blindIndex(PATIENT, patientId)))
            .execute();
          await insert(transaction, sealer, source, facts);
        }),
      ),
    ofHolders: (holders) =>
      faultsNamed("reading relation facts", async () => {
        if (holders.length === 0) return [];
        const rows = await db
          .selectFrom("relation_fact")
          .selectAll()
          .where("holder", "in", holders)
          .execute();
        return Promise.all(rows.map((row) => factOf(row, sealer)));
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
  sealer: Sealer,
  source: string,
  facts: readonly HeldFact[],
): Promise<void> {
  for (let start = 0; start < facts.length; start += CHUNK) {
    const chunk = facts.slice(start, start + CHUNK);
    const sealed = await Promise.all(chunk.map((fact) => sealPatient(fact, sealer)));
    const indexes = chunk.map((fact) => Buffer.from(sealer.blindIndex(PATIENT, fact.patientId)));
    await sql`
      insert into relation_fact (source, holder, relation, patient_index, sealed, valid_from, valid_until, synced_at)
      select ${source}, * from unnest(
        ${chunk.map((fact) => fact.holder)}::text[], ${chunk.map((fact) => fact.relation)}::text[],
        ${indexes}::bytea[], ${sealed}::bytea[], ${chunk.map((fact) => fact.from)}::bigint[],
        ${chunk.map((fact) => fact.until)}::bigint[], ${chunk.map((fact) => fact.syncedAt)}::bigint[])
    `.execute(db);
  }
}

async function sealPatient(fact: HeldFact, sealer: Sealer): Promise<Buffer> {
  const linked: z.input<typeof patientLinked> = [fact.patientId, [...fact.refs], fact.source];
  return Buffer.from(await sealer.seal(Buffer.from(JSON.stringify(linked)), SEALED));
}

async function factOf(
  row: Selectable<RelationFactTable>,
  sealer: Sealer,
): Promise<HeldFact & { readonly sourceId: string }> {
  const opened = Buffer.from(await sealer.open(row.sealed, SEALED)).toString("utf8");
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
