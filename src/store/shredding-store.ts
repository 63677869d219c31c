import { type Kysely, type Selectable, sql, type Transaction } from "kysely";
import type {
  NewShredding,
  ShreddingDecision,
  ShreddingQuery,
  ShreddingStore,
} from "../governance/shredding/ports.ts";
import type { Shredding } from "../governance/shredding/types.ts";
import type { RecordSealer } from "../keys/ports.ts";
import { byteaArray } from "./binary-array.ts";
import { faultsNamed } from "./fault.ts";
import { RELATION_PATIENT } from "./relation-store.ts";
import type { Schema, ShreddingTable } from "./schema.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

interface Place {
  readonly db: Kysely<Schema>;
  readonly sealer: RecordSealer;
}

/** Shreddings in the table `shredding`; the patient is told by the handle of their key, as long as there is one. */
export function createShreddingStore(db: Kysely<Schema>, sealer: RecordSealer): ShreddingStore {
  const place: Place = { db, sealer };
  return {
    propose: (shredding) => faultsNamed("writing the shredding", () => propose(place, shredding)),
    standing: (patientId) => faultsNamed("reading the shreddings", () => standing(place, patientId)),
    decide: (id, decision) => faultsNamed("writing the shredding", () => decide(db, id, decision)),
    destroy: (id, at) => faultsNamed("destroying the key", () => destroy(place, id, at)),
    finish: (id, at) =>
      faultsNamed("writing the shredding", async () => {
        const done = { state: "done", done_at: String(at) } as const;
        await db
          .updateTable("shredding")
          .set(done)
          .where("id", "=", id)
          .where("state", "=", "destroyed")
          .execute();
      }),
    find: (id) =>
      faultsNamed("reading the shredding", async () => {
        if (!UUID.test(id)) return undefined;
        const row = await db.selectFrom("shredding").selectAll().where("id", "=", id).executeTakeFirst();
        return row === undefined ? undefined : shreddingOf(row, sealer);
      }),
    list: (query) => faultsNamed("reading the shreddings", () => list(place, query)),
  };
}

async function propose(
  { db, sealer }: Place,
  { id, patientId, reason, proposedBy, proposedAs, proposedAt }: NewShredding,
): Promise<"proposed" | "no-key" | "taken"> {
  const handle = await sealer.patients.find(patientId);
  if (handle === null) return "no-key";
  const { numInsertedOrUpdatedRows } = await db
    .insertInto("shredding")
    .values({
      id,
      handle: Buffer.from(handle),
      reason: Buffer.from(await sealer.seal(Buffer.from(reason), reasonContext(id))),
      state: "proposed",
      proposed_by: proposedBy,
      proposed_as: [...proposedAs],
      proposed_at: String(proposedAt),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n ? "proposed" : "taken";
}

async function standing({ db, sealer }: Place, patientId: string) {
  const handle = await sealer.patients.find(patientId);
  if (handle === null) return { hasKey: false, open: null };
  const open = await db
    .selectFrom("shredding")
    .select("id")
    .where("handle", "=", Buffer.from(handle))
    .where("state", "in", ["proposed", "approved"])
    .executeTakeFirst();
  return { hasKey: true, open: open?.id ?? null };
}

async function decide(
  db: Kysely<Schema>,
  id: string,
  { to, by, at, sealed }: ShreddingDecision,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("shredding")
    .set({
      state: to,
      decided_by: by,
      decided_at: String(at),
      ...(sealed === undefined ? {} : { sealed_counts: JSON.stringify(sealed) }),
    })
    .where("id", "=", id)
    .where("state", "=", "proposed")
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Rows that are about the patient are found before the key goes, which they cannot be after. */
async function destroy({ db, sealer }: Place, id: string, at: number): Promise<Uint8Array | null> {
  const known = await db.selectFrom("shredding").select("handle").where("id", "=", id).executeTakeFirst();
  if (known === undefined) return null;
  const [patientId] = await sealer.patients.patientsOf([known.handle]);
  const indexes =
    typeof patientId === "string"
      ? [known.handle, ...(await sealer.about.indexesOf(patientId, RELATION_PATIENT))]
      : [known.handle];
  await db.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable("shredding")
      .set({ state: "destroyed", destroyed_at: String(at) })
      .where("id", "=", id)
      .where("state", "=", "approved")
      .executeTakeFirst();
    if (numUpdatedRows === 1n) await destroyKey(transaction, known.handle, indexes);
  });
  return known.handle;
}

async function destroyKey(
  db: Transaction<Schema>,
  handle: Buffer,
  indexes: readonly Uint8Array[],
): Promise<void> {
  await db.deleteFrom("patient_key").where("handle", "=", handle).execute();
  await sql`delete from relation_fact where patient_index = any(${byteaArray(indexes)}::bytea[])`.execute(db);
}

async function list(
  { db, sealer }: Place,
  { state, after, limit }: ShreddingQuery,
): Promise<readonly Shredding[]> {
  if (after !== undefined && !UUID.test(after)) return [];
  let rows = db.selectFrom("shredding").selectAll().orderBy("seq", "desc").limit(limit);
  if (state !== undefined) rows = rows.where("state", "=", state);
  if (after !== undefined)
    rows = rows.where(sql<boolean>`seq < (select seq from shredding where id = ${after})`);
  return Promise.all((await rows.execute()).map((row) => shreddingOf(row, sealer)));
}

async function shreddingOf(row: Selectable<ShreddingTable>, sealer: RecordSealer): Promise<Shredding> {
  const [patientId] = await sealer.patients.patientsOf([row.handle]);
  const reason = await sealer.open(row.reason, reasonContext(row.id));
  return {
    id: row.id,
    patientId: patientId ?? null,
    reason: Buffer.from(reason).toString("utf8"),
    state: row.state,
    proposedBy: row.proposed_by,
    proposedAs: row.proposed_as,
    proposedAt: Number(row.proposed_at),
    decidedBy: row.decided_by,
    decidedAt: timeOf(row.decided_at),
    destroyedAt: timeOf(row.destroyed_at),
    doneAt: timeOf(row.done_at),
    sealed: row.sealed_counts,
  };
}

function timeOf(at: string | null): number | null {
  return at === null ? null : Number(at);
}

function reasonContext(id: string): string {
  return `shredding.reason\0${id}`;
}
