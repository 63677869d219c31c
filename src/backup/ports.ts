import type { Readable } from "node:stream";

/** Where backups lie: names to bytes. Implemented over a folder and over S3-compatible stores; one contract suite. */
export interface BackupTarget {
  /** Resolves when all of it is durable under its name; replaces what stood there. A failed one leaves what was there. */
  put(name: string, bytes: AsyncIterable<Uint8Array>): Promise<void>;
  /** Null: there is none. */
  get(name: string): Promise<Readable | null>;
  /** Names that begin so, in order. */
  list(prefix: string): Promise<readonly string[]>;
  /** Gone when it resolves, whether or not it was there. */
  remove(name: string): Promise<void>;
}

/** What is known of a table's rows without them: how many, and the sum of their hashes. */
export interface TableDigest {
  readonly table: string;
  readonly rows: number;
  /** 64 hex digits: the sum, modulo 2^256, of SHA-256 over each row as text. */
  readonly digest: string;
}

export interface BackupTable {
  readonly table: string;
  /** In the order of their values in each row. */
  readonly columns: readonly string[];
}

/** Rows of a table on their way back. */
export interface ReturningTable extends BackupTable {
  readonly rows: AsyncIterable<Uint8Array>;
}

/** Every table as of one moment. */
export interface Snapshot {
  /** In an order in which rows that are referred to come first. */
  readonly tables: readonly BackupTable[];
  /** Rows of a table, in PostgreSQL's text format of COPY. */
  read(table: BackupTable): AsyncIterable<Uint8Array>;
  /** Names of the migrations that made these tables, in order. */
  readonly migrations: readonly string[];
  close(): Promise<void>;
}

/** A database, as backups see it. Implemented in store/. */
export interface BackupDatabase {
  /** @throws AppError `database_unreachable` */
  snapshot(): Promise<Snapshot>;
  /**
   * Makes the tables as these migrations left them, and takes rows, table by table in the order of the snapshot. Counters
   * go on after the rows.
   * @throws AppError `conflict` where there are tables already; `input_invalid` where a migration is unknown here
   */
  restore(migrations: readonly string[], tables: AsyncIterable<ReturningTable>): Promise<void>;
}

/** A backup that was made, or a drill that was held, and what it came to. Times in milliseconds since 1970. */
export interface BackupRun {
  readonly id: string;
  /** `base`: a copy of the files, from which the log leads on; `moment`: a drill that restored to one between backups. */
  readonly kind: "backup" | "drill" | "base" | "moment";
  /** Null: it ended before there was one. */
  readonly backupId: string | null;
  /** Null: by the schedule. */
  readonly askedBy: string | null;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly tables: number;
  readonly rows: number;
  /** Of a drill: the size of the record's tree in the restored database, and its root in hex. */
  readonly tree: { readonly size: number; readonly root: string } | null;
  /** Code and message; null: it came to a good end. */
  readonly failure: string | null;
  /** What a drill of this kind restored to. */
  readonly moment: number | null;
}

/** What is on file of backups and drills; nothing of it changes. Implemented in store/. */
export interface BackupLedger {
  add(run: BackupRun): Promise<void>;
  /** Newest first. */
  list(query: { readonly kind?: BackupRun["kind"]; readonly limit: number }): Promise<readonly BackupRun[]>;
  /** The newest of its kind that came to a good end. */
  lastGood(kind: BackupRun["kind"]): Promise<BackupRun | null>;
}
