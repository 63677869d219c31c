/** A file of a database's folder; a folder has no bytes. */
export interface ClusterFile {
  /** From the folder of the database on, with slashes. */
  readonly path: string;
  /** Null: a folder. */
  readonly bytes: AsyncIterable<Uint8Array> | null;
}

/** Where in the write-ahead log a base copy begins and ends. */
export interface BaseSpan {
  /** Name of the segment from which on the log is needed. */
  readonly startSegment: string;
  /** The last that is needed before the copy holds together. */
  readonly stopSegment: string;
  /** From when on it can be restored to, milliseconds since 1970 by the database's clock. */
  readonly from: number;
}

/** A database whose files can be copied while it runs, and whose write-ahead log is given away segment by segment. */
export interface ArchivedDatabase {
  /** Tells clusters from each other, also where they lie in the same place: 1 to 20 digits. */
  systemId(): Promise<string>;
  /** Name of the segment that is being written. */
  segment(): Promise<string>;
  /** Files as they are read, and after the last of them what they span. @throws AppError `database_unreachable` */
  copy(): { readonly files: AsyncIterable<ClusterFile>; span(): BaseSpan };
  /** Ends a segment, so that it is given away: its name, and a moment before its last commit, milliseconds since 1970. */
  endSegment(): Promise<{ readonly segment: string; readonly at: number }>;
  /** Segments and histories that wait to be kept, oldest first, and since when the oldest does. */
  waiting(): Promise<{ readonly names: readonly string[]; readonly since: number | null }>;
  read(name: string): Promise<Buffer>;
  /** The database drops it from here on. INVARIANT: only once it is sealed and durable elsewhere. */
  acknowledge(name: string): Promise<void>;
}

/** A database that is being restored to a moment from a base copy and the log after it. Implemented in store/. */
export interface Recovery {
  /** A folder without a database, which becomes one. */
  readonly dataDir: string;
  readonly files: AsyncIterable<ClusterFile>;
  /** Milliseconds since 1970. */
  readonly moment: number;
  /** Null: there is none of that name. */
  readonly segment: (name: string) => Promise<Buffer | null>;
}

/** A recovered database that runs. */
export interface Recovered {
  readonly url: string;
  stop(): Promise<void>;
}
