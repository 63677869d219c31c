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
  /** Handles of the patients' keys; of entries that are older than those, blind indexes of the patients. */
  readonly patientIndex: readonly Uint8Array[];
}

/** An entry on its way into the record. */
export interface NewEntry extends StoredEntry {
  /** The canonical JSON (RFC 8785) of `open`, written once for the row and for the leaf. */
  readonly openJson: string;
}

export interface EntryQuery {
  readonly personId?: string;
  /** About a patient that has any one of these: handles, or blind indexes of older entries. */
  readonly patientIndexes?: readonly Uint8Array[];
  readonly interaction?: string;
  readonly outcome?: string;
  readonly act?: string;
  readonly id?: string;
  /** As declared, or one that the declaration stood for. */
  readonly purpose?: string;
  readonly resourceType?: string;
  /** One of the rules that decided. */
  readonly rule?: string;
  /** One of the grants that let it out. */
  readonly grant?: string;
  /** One of the elements that were released. */
  readonly element?: string;
  /** Through which system, or from which it was taken in. */
  readonly system?: string;
  readonly reason?: string;
  /** Only what rests on a just-in-time or break-glass grant. */
  readonly exceptions?: true;
  /** Half-open [from, until), milliseconds. */
  readonly from?: number;
  readonly until?: number;
  /** In the order in which they were recorded; else the newest come first. */
  readonly oldestFirst?: true;
  /** Position after which to go on, in the order of the query. */
  readonly after?: bigint;
  readonly limit: number;
}

export interface StoredPage {
  readonly entries: readonly (StoredEntry & { readonly seq: bigint })[];
  readonly next: bigint | null;
}

/** Append-only, checked by one contract suite. The durable one is the tree of audit/tree over a RecordTreeStore. */
export interface RecordStore {
  /** Resolves only when every entry is durable (committed with fsync); rejects when none is. */
  append(entries: readonly NewEntry[]): Promise<void>;
  search(query: EntryQuery): Promise<StoredPage>;
}

/** An entry in its place: leaf `seq - firstSeq` of the tree (RFC 6962 section 2.1). */
export interface TreeEntry extends StoredEntry {
  readonly seq: number;
  readonly leaf: Uint8Array;
  /** Base64 SHA-256 of the sealed part, where that was destroyed. */
  readonly sealedHash?: string;
  /** Base64 SHA-256 over the blind indexes, where they were destroyed. */
  readonly patientIndexHash?: string;
}

/** The tree as it was last committed. */
export interface StoredTree {
  /** What the log is called in its checkpoints; given by whoever began it, and kept. */
  readonly origin: string;
  /** `seq` of the first leaf. Entries before it are older than the tree. */
  readonly firstSeq: number;
  readonly size: number;
  /** Roots of the complete subtrees, largest first, 32 bytes each. */
  readonly roots: Uint8Array;
  /** The signed note of this very size; null of an empty tree. */
  readonly checkpoint: string | null;
}

/** What goes into the record at once. */
export interface TreeCommit {
  /** Size before: where the tree has another by now, nothing is written. */
  readonly from: number;
  readonly size: number;
  readonly roots: Uint8Array;
  /** `seq` of the first of these entries; the others follow without gaps. */
  readonly firstSeq: number;
  readonly entries: readonly NewEntry[];
  /** Of each entry. */
  readonly leaves: readonly Uint8Array[];
  readonly checkpoint: { readonly at: number; readonly note: string };
}

/** Keeps the record and its tree. Implemented in store/. */
export interface RecordTreeStore extends Pick<RecordStore, "search"> {
  /**
   * The tree; begun under this name where there is none.
   * @throws AppError `record_unavailable` where it was taken away from the entries that were its leaves.
   */
  tree(origin: string): Promise<StoredTree>;
  /**
   * Lays it out for the database, which need not wait for that when its turn comes. What is returned commits it: all of
   * it durable, or none; false, where the tree has grown in the meantime.
   */
  prepare(commit: TreeCommit): () => Promise<boolean>;
  /**
   * Does this while no other process writes: whoever asks waits for their turn. What `work` commits is durable when this
   * resolves, and none of it is there when it rejects.
   */
  inTurn<T>(work: (store: Pick<RecordTreeStore, "tree" | "prepare">) => Promise<T>): Promise<T>;
  /** Entries from this `seq` on, in order, at most so many. */
  leaves(fromSeq: number, limit: number): Promise<readonly TreeEntry[]>;
}
