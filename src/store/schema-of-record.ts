import type { ColumnType } from "kysely";

/** A month of the record that was sealed to a file; the driver reads bigint as text. */
export interface RecordColdTable {
  /** Within the folder of cold history, without its ending. */
  readonly id: string;
  /** Half-open, milliseconds since 1970. */
  readonly from_at: string;
  readonly until_at: string;
  readonly entries: string;
  readonly first_seq: string;
  readonly last_seq: string;
  /** Of each file by its ending. */
  readonly sha256: ColumnType<Readonly<Record<string, string>>, string, never>;
  /** SHA-256 over the SHA-256 of every row, in the order of `seq`. */
  readonly rows_sha256: Buffer;
  readonly sealed_at: string;
}

export interface LegalHoldTable {
  readonly id: string;
  readonly kind: string;
  /** Scope and reason; under the key of the patient where there is a handle. */
  readonly sealed: Buffer;
  readonly handle: Buffer | null;
  readonly opened_by: string;
  readonly opened_at: string;
}

export interface LegalHoldReleaseTable {
  readonly hold: string;
  readonly sealed: Buffer;
  readonly released_by: string;
  readonly released_at: string;
}

export interface RecordPurgeTable {
  readonly id: string;
  readonly months: string[];
  readonly sealed: Buffer;
  readonly proposed_by: string;
  readonly proposed_at: string;
}

export interface RecordPurgeConfirmedTable {
  readonly purge: string;
  readonly confirmed_by: string;
  readonly confirmed_at: string;
}

export interface RecordPurgeWithdrawnTable {
  readonly purge: string;
  readonly withdrawn_by: string;
  readonly withdrawn_at: string;
}

export interface RecordTombstoneTable {
  readonly month: string;
  readonly purge: string;
  readonly place: "database" | "cold";
  readonly from_at: string;
  readonly until_at: string;
  readonly entries: string;
  readonly first_seq: string;
  readonly last_seq: string;
  readonly rule: string;
  readonly proposed_by: string;
  readonly confirmed_by: string;
  readonly at: string;
  readonly checkpoint: string;
}

export interface RecordTreeTable {
  readonly singleton: ColumnType<boolean, never, never>;
  readonly origin: string;
  readonly first_seq: string;
  readonly size: string;
  readonly roots: Buffer;
}

export interface RecordCheckpointTable {
  readonly size: string;
  readonly at: string;
  readonly note: string;
}

export interface RecordTileTable {
  readonly level: number;
  readonly index: string;
  readonly hashes: Buffer;
}

export interface RecordCosignatureTable {
  readonly size: string;
  readonly witness: string;
  readonly at: string;
  readonly line: string;
}

export interface AuditEntryTable {
  readonly seq: string;
  readonly id: string;
  readonly at: Date;
  readonly person_id: string | null;
  readonly interaction: string;
  readonly outcome: string;
  readonly open: ColumnType<Record<string, unknown>, string, never>;
  readonly sealed: ColumnType<Buffer, Buffer, never>;
  readonly patient_index: ColumnType<Buffer[], Buffer[], never>;
  /** Null of entries that are older than the tree. */
  readonly leaf: ColumnType<Buffer | null, Buffer, never>;
  /** What searches name of the open part (record/terms.ts); the driver reads bigint as text. */
  readonly terms: ColumnType<string[], string[] | undefined, never>;
}
