import { type Kysely, type Selectable, sql } from "kysely";
import type { AllPatientKeys } from "../backup/key-pack.ts";
import { AppError } from "../kernel/errors.ts";
import type { PatientKeyStore, StoredPatientKey } from "../keys/ports.ts";
import { byteaArray, textArray } from "./binary-array.ts";
import { faultsNamed } from "./fault.ts";
import type { PatientKeyTable, Schema } from "./schema.ts";

/** Keys of patients in the table `patient_key`, wrapped. */
export function createPatientKeyStore(db: Kysely<Schema>): PatientKeyStore & AllPatientKeys {
  return {
    ofIndexes: (indexes) => read(db, "patient_index", indexes),
    ofHandles: (handles) => read(db, "handle", handles),
    all: () => everyKey(db),
    add: (keys) => underWrappingInForce(() => add(db, keys)),
    removeNotWrappedBy: (id) =>
      faultsNamed("removing keys", async () => {
        await db.deleteFrom("patient_key").where("wrapped_by", "<>", id).execute();
      }),
    retireWrapping: (ids) => faultsNamed("writing keys", () => retireWrapping(db, ids)),
    notWrappedBy: (active, limit) =>
      faultsNamed("reading keys", async () => {
        const others = db.selectFrom("patient_key").selectAll().where("wrapped_by", "<>", active);
        return (await others.limit(limit).execute()).map(keyOf);
      }),
    rewrap: (keys) => underWrappingInForce(() => rewrap(db, keys)),
    countsByWrapping: () =>
      faultsNamed("counting keys", async () => {
        const rows = await db
          .selectFrom("patient_key")
          .select(["wrapped_by", (counted) => counted.fn.countAll().as("keys")])
          .groupBy("wrapped_by")
          .execute();
        return new Map(rows.map((row) => [row.wrapped_by, Number(row.keys)]));
      }),
  };
}

/** In batches, as of the moment each was read. */
async function* everyKey(db: Kysely<Schema>): AsyncGenerator<readonly StoredPatientKey[]> {
  let after: Buffer | undefined;
  for (;;) {
    let rows = db.selectFrom("patient_key").selectAll().orderBy("patient_index").limit(BATCH);
    if (after !== undefined) rows = rows.where("patient_index", ">", after);
    const page = await faultsNamed("reading keys", () => rows.execute());
    yield page.map(keyOf);
    if (page.length < BATCH) return;
    after = page.at(-1)?.patient_index;
  }
}

const BATCH = 5_000;

async function add(db: Kysely<Schema>, keys: readonly StoredPatientKey[]): Promise<void> {
  await sql`
    insert into patient_key (patient_index, handle, wrapped_by, wrapped, sealed_id)
    select * from unnest(${byteaArray(keys.map((key) => key.index))}::bytea[],
      ${byteaArray(keys.map((key) => key.handle))}::bytea[],
      ${textArray(keys.map((key) => key.wrappedBy))}::text[],
      ${byteaArray(keys.map((key) => key.wrapped))}::bytea[],
      ${byteaArray(keys.map((key) => key.sealedId))}::bytea[])
    on conflict do nothing
  `.execute(db);
}

async function rewrap(db: Kysely<Schema>, keys: readonly StoredPatientKey[]): Promise<void> {
  await sql`
    update patient_key as key set wrapped_by = anew.wrapped_by, wrapped = anew.wrapped
    from unnest(${byteaArray(keys.map((key) => key.handle))}::bytea[],
      ${textArray(keys.map((key) => key.wrappedBy))}::text[],
      ${byteaArray(keys.map((key) => key.wrapped))}::bytea[]) as anew (handle, wrapped_by, wrapped)
    where key.handle = anew.handle
  `.execute(db);
}

/** Waits for whoever is adding; what is added after that finds the line that refuses it. */
async function retireWrapping(db: Kysely<Schema>, ids: readonly string[]): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await sql`lock table patient_key in share row exclusive mode`.execute(transaction);
    await sql`
      insert into patient_key_retired_wrapping (id)
      select unnest(${textArray(ids)}::text[]) on conflict do nothing
    `.execute(transaction);
  });
}

/** As the trigger of the table says it (object_not_in_prerequisite_state). */
const TURNED = "55000";

async function underWrappingInForce(write: () => Promise<void>): Promise<void> {
  await faultsNamed("writing keys", async () => {
    try {
      await write();
    } catch (cause) {
      if (!(cause instanceof Error) || !("code" in cause) || cause.code !== TURNED) throw cause;
      throw new AppError("conflict", "the key-encryption key was turned meanwhile", { cause });
    }
  });
}

async function read(
  db: Kysely<Schema>,
  column: "patient_index" | "handle",
  values: readonly Uint8Array[],
): Promise<readonly StoredPatientKey[]> {
  return faultsNamed("reading keys", async () => {
    const rows = await db
      .selectFrom("patient_key")
      .selectAll()
      .where(sql<boolean>`${sql.ref(column)} = any(${byteaArray(values)}::bytea[])`)
      .execute();
    return rows.map(keyOf);
  });
}

function keyOf(row: Selectable<PatientKeyTable>): StoredPatientKey {
  return {
    index: row.patient_index,
    handle: row.handle,
    wrappedBy: row.wrapped_by,
    wrapped: row.wrapped,
    sealedId: row.sealed_id,
  };
}
