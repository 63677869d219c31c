import type { Clock } from "../kernel/clock.ts";
import { AppError } from "../kernel/errors.ts";
import type { BackupParts } from "./backups.ts";
import type { BackupDatabase } from "./ports.ts";
import { restoreBackup } from "./restore.ts";

/** A database that is made for one piece of work, and is gone after it. Implemented in store/. */
export interface ScratchDatabases {
  with<T>(
    work: (scratch: { readonly url: string; readonly database: BackupDatabase }) => Promise<T>,
  ): Promise<T>;
}

/** The record's tree in a restored database. */
export interface CheckedTree {
  readonly size: number;
  /** Hex. */
  readonly root: string;
}

export interface DrillParts extends Pick<BackupParts, "target" | "wrapper"> {
  readonly scratch: ScratchDatabases;
  /**
   * Works the tree out from every entry of the database at this address.
   * @throws AppError `record_unavailable` where it is not the one that was signed
   */
  readonly checkRecord: (url: string) => Promise<CheckedTree>;
  readonly clock: Clock;
}

/** What a drill came to: on file for as long as the schedule says. */
export interface DrillResult {
  readonly backupId: string;
  /** Milliseconds since 1970, as are the next two. */
  readonly madeAt: number | null;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly tables: number;
  readonly rows: number;
  readonly tree: CheckedTree | null;
  /** Null: it came back as it was made. */
  readonly failure: string | null;
}

/** Restores a backup into a scratch database and looks at every row and at the tree. A failure is a result, too. */
export async function drillBackup(parts: DrillParts, backupId: string): Promise<DrillResult> {
  const startedAt = parts.clock.now();
  const none = { backupId, madeAt: null, startedAt, tables: 0, rows: 0, tree: null };
  try {
    const found = await parts.scratch.with(async ({ url, database }) => {
      const { madeAt, tables } = await restoreBackup(parts, backupId, database);
      const rows = tables.reduce((sum, table) => sum + table.rows, 0);
      return { madeAt, tables: tables.length, rows, tree: await parts.checkRecord(url) };
    });
    return { ...none, ...found, endedAt: parts.clock.now(), failure: null };
  } catch (fault) {
    const failure = fault instanceof AppError ? `${fault.code}: ${fault.message}` : "internal";
    return { ...none, endedAt: parts.clock.now(), failure };
  }
}
