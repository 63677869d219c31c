/** The row as stored: patient-linked fields are sealed before they reach the port. */
export interface StoredEntry {
  readonly id: string;
  readonly at: number;
  readonly personId: string | null;
  readonly interaction: string;
  readonly outcome: string;
  /** Everything that is not patient-linked, JSON. */
  readonly open: Readonly<Record<string, unknown>>;
  readonly sealed: Uint8Array;
  /** Blind indexes of the patients. */
  readonly patientIndex: readonly Uint8Array[];
}

export interface EntryQuery {
  readonly personId?: string;
  readonly patientIndex?: Uint8Array;
  readonly interaction?: string;
  readonly outcome?: string;
  readonly id?: string;
  /** As declared, or one that the declaration stood for. */
  readonly purpose?: string;
  readonly resourceType?: string;
  /** One of the rules that decided. */
  readonly rule?: string;
  readonly reason?: string;
  /** Half-open [from, until), milliseconds. */
  readonly from?: number;
  readonly until?: number;
  /** Position after which to go on, newest first. */
  readonly after?: bigint;
  readonly limit: number;
}

export interface StoredPage {
  readonly entries: readonly (StoredEntry & { readonly seq: bigint })[];
  readonly next: bigint | null;
}

/** Append-only. Implemented in store/, checked by one contract suite. */
export interface RecordStore {
  /** Resolves only when every entry is durable (committed with fsync); rejects when none is. */
  append(entries: readonly StoredEntry[]): Promise<void>;
  search(query: EntryQuery): Promise<StoredPage>;
}
