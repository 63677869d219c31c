import type { Kysely, Selectable } from "kysely";
import type { BackupLedger, BackupRun } from "../backup/ports.ts";
import { faultsNamed } from "./fault.ts";
import type { BackupRunTable, Schema } from "./schema.ts";

/** Backups and drills in the table `backup_run`. */
export function createBackupLedger(db: Kysely<Schema>): BackupLedger {
  return {
    add: (run) =>
      faultsNamed("writing what a backup came to", async () => {
        await db.insertInto("backup_run").values(rowOf(run)).execute();
      }),
    list: ({ kind, limit }) =>
      faultsNamed("reading the backups", async () => {
        let rows = db.selectFrom("backup_run").selectAll().orderBy("seq", "desc").limit(limit);
        if (kind !== undefined) rows = rows.where("kind", "=", kind);
        return (await rows.execute()).map(runOf);
      }),
    lastGood: (kind) =>
      faultsNamed("reading the backups", async () => {
        const row = await db
          .selectFrom("backup_run")
          .selectAll()
          .where("kind", "=", kind)
          .where("failure", "is", null)
          .orderBy("seq", "desc")
          .executeTakeFirst();
        return row === undefined ? null : runOf(row);
      }),
  };
}

function rowOf(run: BackupRun) {
  return {
    id: run.id,
    kind: run.kind,
    backup_id: run.backupId,
    asked_by: run.askedBy,
    started_at: String(run.startedAt),
    ended_at: String(Math.max(run.startedAt, run.endedAt)),
    tables: run.tables,
    rows: String(run.rows),
    tree_size: run.tree === null ? null : String(run.tree.size),
    tree_root: run.tree?.root ?? null,
    failure: run.failure,
    moment: run.moment === null ? null : String(run.moment),
  };
}

function runOf(row: Selectable<BackupRunTable>): BackupRun {
  const { tree_size: size, tree_root: root } = row;
  return {
    id: row.id,
    kind: row.kind,
    backupId: row.backup_id,
    askedBy: row.asked_by,
    startedAt: Number(row.started_at),
    endedAt: Number(row.ended_at),
    tables: row.tables,
    rows: Number(row.rows),
    tree: size === null || root === null ? null : { size: Number(size), root },
    failure: row.failure,
    moment: row.moment === null ? null : Number(row.moment),
  };
}
