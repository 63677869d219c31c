import { type Kysely, type Selectable, sql } from "kysely";
import type { SourceStore } from "../audit/intake/ports.ts";
import type { RecordSource } from "../audit/intake/types.ts";
import { faultsNamed } from "./fault.ts";
import type { RecordSourceTable, Schema } from "./schema.ts";

/** Registered sources in `record_source`. */
export function createSourceStore(db: Kysely<Schema>): SourceStore {
  return {
    find: (id) =>
      faultsNamed("reading a source", async () => {
        const row = await db.selectFrom("record_source").selectAll().where("id", "=", id).executeTakeFirst();
        return row && sourceOf(row);
      }),
    list: () =>
      faultsNamed("reading the sources", async () => {
        const rows = await db.selectFrom("record_source").selectAll().orderBy("id").execute();
        return rows.map(sourceOf);
      }),
    add: (source) =>
      faultsNamed("registering a source", async () => {
        const { numInsertedOrUpdatedRows } = await db
          .insertInto("record_source")
          .values({ ...rowOf(source), id: source.id, added_at: String(source.addedAt), version: 1 })
          .onConflict((conflict) => conflict.column("id").doNothing())
          .executeTakeFirstOrThrow();
        return numInsertedOrUpdatedRows === 1n;
      }),
    change: (source, version) =>
      faultsNamed("changing a source", async () => {
        const { numUpdatedRows } = await db
          .updateTable("record_source")
          .set({ ...rowOf(source), version: version + 1 })
          .where("id", "=", source.id)
          .where("version", "=", version)
          .executeTakeFirstOrThrow();
        return numUpdatedRows === 1n;
      }),
    ...watch(db),
  };
}

function watch(db: Kysely<Schema>): Pick<SourceStore, "seen" | "silence" | "unsilence"> {
  return {
    seen: (id, at) =>
      faultsNamed("noting a source", async () => {
        await sql`update record_source set seen_at = greatest(seen_at, ${at}), silent_since = null
          where id = ${id}`.execute(db);
      }),
    silence: (id, seenAt, at) =>
      faultsNamed("noting a silence", async () => {
        const { numAffectedRows } = await sql`update record_source set silent_since = ${at}
          where id = ${id} and silent_since is null
          and seen_at is not distinct from ${seenAt}::bigint`.execute(db);
        return numAffectedRows === 1n;
      }),
    unsilence: (id) =>
      faultsNamed("noting a silence", async () => {
        await db.updateTable("record_source").set({ silent_since: null }).where("id", "=", id).execute();
      }),
  };
}

/** What is registered; when it was seen is not for a registration to say. */
function rowOf({ name, kind, owner, rules, intervalMs, disabledAt }: RecordSource) {
  return {
    name,
    kind,
    owner,
    rules: JSON.stringify(rules),
    interval_ms: String(intervalMs),
    disabled_at: disabledAt === null ? null : String(disabledAt),
  };
}

function sourceOf(row: Selectable<RecordSourceTable>): RecordSource {
  const timeOf = (at: string | null): number | null => (at === null ? null : Number(at));
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    owner: row.owner,
    rules: row.rules,
    intervalMs: Number(row.interval_ms),
    addedAt: Number(row.added_at),
    seenAt: timeOf(row.seen_at),
    silentSince: timeOf(row.silent_since),
    disabledAt: timeOf(row.disabled_at),
    version: row.version,
  };
}
