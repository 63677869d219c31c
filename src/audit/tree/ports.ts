/** The log as it is stored, and what makes its tiles durable. */

export interface LogState {
  readonly origin: string;
  /** `seq` of leaf 0. */
  readonly firstSeq: number;
  readonly size: number;
}

/** A full hash tile (C2SP tlog-tiles): 256 hashes of 32 bytes. */
export interface FullTile {
  readonly level: number;
  readonly index: number;
  readonly hashes: Uint8Array;
}

export interface LoggedCheckpoint {
  readonly size: number;
  /** When it was signed, milliseconds since 1970. */
  readonly at: number;
  /** Whether the note has lines of witnesses. */
  readonly cosigned: boolean;
  /** The signed note, with the lines of the witnesses that cosigned it. */
  readonly note: string;
}

/** What a witness answered (C2SP tlog-cosignature): a line of the note of this size. */
export interface Cosignature {
  readonly size: number;
  /** The name of the witness's key. */
  readonly witness: string;
  /** When the witness says that it signed, milliseconds since 1970. */
  readonly at: number;
  readonly line: string;
}

/** Reads the log beside the record, and keeps full tiles and cosignatures. Implemented in store/. */
export interface LogStore {
  /** As last committed; null before a tree was begun. */
  state(): Promise<LogState | null>;
  /** Hashes of the leaves from this one on, 32 bytes each, at most so many; fewer where rows are missing. */
  leafHashes(first: number, count: number): Promise<Uint8Array>;
  tile(level: number, index: number): Promise<Uint8Array | null>;
  /** Durable when it resolves. What is there already stays. */
  keepTiles(tiles: readonly FullTile[]): Promise<void>;
  /** Leaves from the first on whose full level-0 tiles are stored; a multiple of 256. */
  tilesThrough(): Promise<number>;
  /** The newest; null of an empty log. */
  newest(): Promise<LoggedCheckpoint | null>;
  /** Of trees that are larger than `after`, smallest first, at most so many. */
  checkpoints(after: number, limit: number): Promise<readonly LoggedCheckpoint[]>;
  keepCosignature(cosignature: Cosignature): Promise<void>;
  /** The largest tree that this witness cosigned. */
  lastCosigned(witness: string): Promise<Cosignature | null>;
  /** Where an entry of the record stands in the tree; null: there is none, or it is older than the tree. */
  placeOf(entryId: string): Promise<{ readonly index: number; readonly leaf: Uint8Array } | null>;
}
