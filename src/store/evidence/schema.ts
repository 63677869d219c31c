import type { GeneratedAlways } from "kysely";

export interface EvidenceArtifactTable {
  readonly seq: GeneratedAlways<string>;
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly query: string;
  /** Sealed. */
  readonly whole_query: Buffer;
  /** Milliseconds since 1970, as are the other times; the driver reads bigint as text. */
  readonly as_of: string;
  readonly prepared_at: string;
  readonly prepared_by: string;
  readonly sha256: Buffer;
  readonly bytes: string;
  readonly items: string;
  readonly media_type: string;
  readonly file_name: string;
  readonly elements: readonly string[];
  readonly patient_index: readonly Buffer[];
  readonly policy_hash: string;
  readonly checkpoint: string;
  readonly entry_id: string;
  readonly pack: string;
  readonly keep_until: string;
}

export interface EvidenceContentTable {
  readonly artifact: string;
  readonly n: number;
  /** Sealed. */
  readonly sealed: Buffer;
}
