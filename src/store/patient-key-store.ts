import { type Kysely, type Selectable, sql } from "kysely";
import type { PatientKeyStore, StoredPatientKey } from "../keys/ports.ts";
import { byteaArray, textArray } from "./binary-array.ts";
import { faultsNamed } from "./fault.ts";
import type { PatientKeyTable, Schema } from "./schema.ts";

/** Keys of patients in the table `patient_key`, wrapped. */
export function createPatientKeyStore(db: Kysely<Schema>): PatientKeyStore {
  return {
    ofIndexes: (indexes) => read(db, "patient_index", indexes),
    ofHandles: (handles) => read(db, "handle", handles),
    add: (keys) =>
      faultsNamed("writing keys", async () => {
        await sql`
          insert into patient_key (patient_index, handle, wrapped_by, wrapped, sealed_id)
          select * from unnest(${byteaArray(keys.map((key) => key.index))}::bytea[],
            ${byteaArray(keys.map((key) => key.handle))}::bytea[],
            ${textArray(keys.map((key) => key.wrappedBy))}::text[],
            ${byteaArray(keys.map((key) => key.wrapped))}::bytea[],
            ${byteaArray(keys.map((key) => key.sealedId))}::bytea[])
          on conflict do nothing
        `.execute(db);
      }),
  };
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
