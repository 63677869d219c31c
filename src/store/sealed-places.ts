import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Resealed, SealedPlace, Sealer } from "../keys/ports.ts";
import { faultsNamed } from "./fault.ts";
import { CONTEXT as KEY_CHECK } from "./key-check.ts";
import { contextOf as taskContext } from "./job-store.ts";
import { contextOf as whyContext } from "./locate-store.ts";
import { SEALED as FACT } from "./relation-store.ts";
import type { Schema } from "./schema.ts";

/** Rows that are sealed anew at once. */
const BATCH = 500;

/** A column of sealed values. Names come from this file alone. */
interface SealedColumn {
  readonly title: string;
  readonly table: string;
  readonly column: string;
}

interface ChangingColumn extends SealedColumn {
  readonly key: string;
  readonly keyType: "bigint" | "uuid" | "boolean";
  /** What the value of the row with this key is bound to. */
  readonly contextOf: (key: string) => string;
}

const CHANGING: readonly ChangingColumn[] = [
  {
    title: "proof of the keys",
    table: "deployment",
    column: "key_check",
    key: "singleton",
    keyType: "boolean",
    contextOf: () => KEY_CHECK,
  },
  {
    title: "relation facts",
    table: "relation_fact",
    column: "sealed",
    key: "id",
    keyType: "bigint",
    contextOf: () => FACT,
  },
  { title: "jobs", table: "job", column: "task", key: "id", keyType: "uuid", contextOf: taskContext },
  {
    title: "locked lookups",
    table: "locate_lock",
    column: "why",
    key: "id",
    keyType: "uuid",
    contextOf: whyContext,
  },
];

/** Append-only, or soon gone: what is in them keeps the key that it was sealed under. */
const STAYING: readonly SealedColumn[] = [
  { title: "restrictions and consents", table: "patient_directive", column: "sealed" },
  { title: "acts on restrictions and consents", table: "patient_directive_act", column: "sealed" },
  { title: "legal holds", table: "legal_hold", column: "sealed" },
  { title: "releases of legal holds", table: "legal_hold_release", column: "sealed" },
  { title: "purges of the record", table: "record_purge", column: "sealed" },
  { title: "destructions of patients' keys", table: "shredding", column: "reason" },
  { title: "wipes of devices", table: "device_wipe", column: "reason" },
  { title: "rejected events of sources", table: "intake_reject", column: "sealed" },
  { title: "evidence", table: "evidence_content", column: "sealed" },
  { title: "questions behind evidence", table: "evidence_artifact", column: "whole_query" },
];

/** Too many to count while somebody waits. */
const UNCOUNTED: readonly SealedColumn[] = [{ title: "the record", table: "audit_entry", column: "sealed" }];

/** The columns that `sealedPlaces` knows, as `table.column`. */
export const SEALED_COLUMNS: readonly string[] = [...CHANGING, ...STAYING, ...UNCOUNTED].map(
  ({ table, column }) => `${table}.${column}`,
);

/** Every column of the database that is sealed under a data key. */
export function sealedPlaces(
  db: Kysely<Schema>,
  sealer: Pick<Sealer, "seal" | "open">,
): readonly SealedPlace[] {
  const counted = (column: SealedColumn) => ({ counts: () => countsOf(db, column) });
  return [
    ...CHANGING.map((column) => ({
      ...placeOf(db, column),
      ...counted(column),
      reseal: (keyId: string, after: string | null) =>
        faultsNamed("sealing anew", () => resealBatch(db, sealer, column, { keyId, after })),
    })),
    ...STAYING.map((column) => ({ ...placeOf(db, column), ...counted(column) })),
    ...UNCOUNTED.map((column) => placeOf(db, column, orInRecipient)),
  ];
}

function placeOf(
  db: Kysely<Schema>,
  { title, table, column }: SealedColumn,
  also: (keyId: string) => RawBuilder<unknown> = () => sql``,
): SealedPlace {
  return {
    title,
    use: "seal",
    counts: async () => null,
    reseal: null,
    holds: (keyId) =>
      faultsNamed("looking for what a key sealed", async () => {
        const { rows } = await sql`
          select 1 from ${sql.table(table)} where ${keyIdIn(column)} = ${bytesOf(keyId)} ${also(keyId)} limit 1`.execute(
          db,
        );
        return rows.length > 0;
      }),
  };
}

function countsOf(db: Kysely<Schema>, { table, column }: SealedColumn): Promise<ReadonlyMap<string, number>> {
  return faultsNamed("counting what keys sealed", async () => {
    const { rows } = await sql<{ id: string; count: string }>`
      select encode(${keyIdIn(column)}, 'hex') as id, count(*) as count from ${sql.table(table)}
      where ${sql.ref(column)} is not null group by 1`.execute(db);
    return new Map(rows.map(({ id, count }) => [id, Number(count)]));
  });
}

async function resealBatch(
  db: Kysely<Schema>,
  sealer: Pick<Sealer, "seal" | "open">,
  { table, column, key, keyType, contextOf }: ChangingColumn,
  { keyId, after }: { readonly keyId: string; readonly after: string | null },
): Promise<Resealed> {
  const type = sql.raw(keyType);
  const from = after === null ? sql`true` : sql`${sql.ref(key)} > ${after}::${type}`;
  const { rows } = await sql<{ key: string; sealed: Buffer }>`
    select ${sql.ref(key)}::text as key, ${sql.ref(column)} as sealed from ${sql.table(table)}
    where ${from} and ${keyIdIn(column)} <> ${bytesOf(keyId)}
    order by ${sql.ref(key)} limit ${BATCH}`.execute(db);
  const anew = await Promise.all(
    rows.map(async (row) => {
      const context = contextOf(row.key);
      return Buffer.from(await sealer.seal(await sealer.open(row.sealed, context), context));
    }),
  );
  const { numAffectedRows = 0n } = await sql`
    update ${sql.table(table)} as t set ${sql.ref(column)} = v.anew
    from unnest(${rows.map((row) => row.key)}::text[], ${rows.map((row) => row.sealed)}::bytea[], ${anew}::bytea[])
      as v (key, before, anew)
    where t.${sql.ref(key)} = v.key::${type} and t.${sql.ref(column)} = v.before`.execute(db);
  const last = rows.length < BATCH ? undefined : rows.at(-1);
  return { resealed: Number(numAffectedRows), next: last?.key ?? null };
}

/** Bytes 2 to 5 of a value that the deployment sealed name its key; what patients' keys seal begins otherwise. */
function keyIdIn(column: string) {
  return sql`case get_byte(${sql.ref(column)}, 0) when 1 then substring(${sql.ref(column)} from 2 for 4) end`;
}

/** Before what patients' keys seal of an entry may stand its recipient, sealed by the deployment. */
function orInRecipient(keyId: string) {
  return sql`or (get_byte(sealed, 0) = 2 and substring(sealed from 2 for 2) <> '\\x0000'
    and substring(sealed from 5 for 4) = ${bytesOf(keyId)})`;
}

function bytesOf(keyId: string): Buffer {
  return Buffer.from(keyId, "hex");
}
