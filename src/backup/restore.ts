import { AppError } from "../kernel/errors.ts";
import { type BackupParts, openBackup } from "./backups.ts";
import type { BackupDatabase, TableDigest } from "./ports.ts";
import { createRowDigest } from "./row-digest.ts";

export interface Restored {
  readonly backupId: string;
  /** When the backup was made, milliseconds since 1970. */
  readonly madeAt: number;
  /** As they are now in the restored database. */
  readonly tables: readonly TableDigest[];
}

/**
 * Restores a backup into an empty database, and reads every row of it back from there.
 * @throws AppError `conflict` where the database is not empty; `report_incomplete`, naming the tables, where something came
 * back otherwise than it was written
 */
export async function restoreBackup(
  parts: Pick<BackupParts, "target" | "wrapper">,
  id: string,
  into: BackupDatabase,
): Promise<Restored> {
  const archive = await openBackup(parts, id);
  await into.restore(archive.migrations, archive.tables);
  const made = archive.digests();
  const tables = await digestsOf(into);
  const differing = differencesOf(made, tables);
  if (differing.length > 0)
    throw new AppError("report_incomplete", `what came back differs in \`${differing.join(", ")}\``, {
      hint: "do not use this database; take the backup before it",
    });
  return { backupId: id, madeAt: archive.at, tables };
}

/** What the rows of a database come to. */
export async function digestsOf(database: BackupDatabase): Promise<readonly TableDigest[]> {
  const snapshot = await database.snapshot();
  const digests: TableDigest[] = [];
  try {
    for (const table of snapshot.tables) {
      const digest = createRowDigest();
      await drained(digest.passing(snapshot.read(table)));
      digests.push(digest.result(table.table));
    }
  } finally {
    await snapshot.close();
  }
  return digests;
}

/** Reads to the end. */
async function drained(rows: AsyncIterable<Uint8Array>): Promise<void> {
  const all = rows[Symbol.asyncIterator]();
  while ((await all.next()).done !== true);
}

/** Tables whose rows are not the same in both; a table without rows is as good as none. */
export function differencesOf(made: readonly TableDigest[], now: readonly TableDigest[]): readonly string[] {
  const told = (all: readonly TableDigest[]): ReadonlyMap<string, string> =>
    new Map(
      all.flatMap(({ table, rows, digest }) => (rows === 0 ? [] : [[table, `${rows} ${digest}`] as const])),
    );
  const [before, after] = [told(made), told(now)];
  const tables = new Set([...before.keys(), ...after.keys()]);
  return [...tables].filter((table) => before.get(table) !== after.get(table)).toSorted();
}
