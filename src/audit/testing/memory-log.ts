import type { RecordTreeStore, StoredTree, TreeEntry } from "../ports.ts";
import type { Cosignature, FullTile, LoggedCheckpoint, LogStore } from "../tree/ports.ts";
import { keepNextTiles } from "../tree/tiles.ts";
import { leafBytes, placeIn } from "./memory-leaves.ts";
import { storedEntry } from "./record-store.contract.ts";

export interface MemoryLog extends RecordTreeStore, LogStore {
  /** What a test may alter behind the log's back. */
  readonly rows: TreeEntry[];
  readonly tiles: Map<string, FullTile>;
  readonly notes: LoggedCheckpoint[];
}

/** Record, tree and tiles in memory, for tests. */
export function memoryLog(): MemoryLog {
  const rows: TreeEntry[] = [];
  const tiles = new Map<string, FullTile>();
  const notes: LoggedCheckpoint[] = [];
  const cosignatures: Cosignature[] = [];
  let tree: StoredTree | null = null;
  const cosigned = ({ size, at, note }: LoggedCheckpoint): LoggedCheckpoint => {
    const lines = cosignatures.filter((one) => one.size === size).map(({ line }) => line);
    return { size, at, cosigned: lines.length > 0, note: [note, ...lines].join("") };
  };
  const log: MemoryLog = {
    rows,
    tiles,
    notes,
    // One process: it is always its turn.
    inTurn: (work) => work(log),
    // Searching is the record's, not the log's.
    search: async () => ({ entries: [], next: null }),
    tree: async (origin) =>
      (tree ??= { origin, firstSeq: 1, size: 0, roots: new Uint8Array(), checkpoint: null }),
    prepare: (given) => async () => {
      const { from, size, roots, firstSeq, entries, leaves, checkpoint } = given;
      if (tree === null || tree.size !== from) return false;
      for (const [at, { openJson: _, ...entry }] of entries.entries())
        rows.push({ ...entry, seq: firstSeq + at, leaf: leaves[at] ?? new Uint8Array() });
      notes.push({ size, cosigned: false, ...checkpoint });
      tree = { ...tree, size, roots, checkpoint: checkpoint.note };
      return true;
    },
    leaves: async (fromSeq, limit) => rows.slice(fromSeq - 1, fromSeq - 1 + limit),
    state: async () => tree,
    leafHashes: async (first, count) => leafBytes(rows, first, count),
    tile: async (level, index) => tiles.get(`${level}/${index}`)?.hashes ?? null,
    keepTiles: async (kept) => {
      for (const tile of kept) tiles.set(`${tile.level}/${tile.index}`, tile);
    },
    tilesThrough: async () => [...tiles.values()].filter(({ level }) => level === 0).length * 256,
    newest: async () => notes.slice(-1).map(cosigned)[0] ?? null,
    checkpoints: async (after, limit) =>
      notes
        .filter(({ size }) => size > after)
        .slice(0, limit)
        .map(cosigned),
    keepCosignature: async (cosignature) => void cosignatures.push(cosignature),
    lastCosigned: async (witness) =>
      cosignatures.filter((one) => one.witness === witness).toSorted((a, b) => b.size - a.size)[0] ?? null,
    placeOf: async (entryId) => placeIn(rows, entryId),
  };
  return log;
}

/** A log of which only the leaf hashes are known, its full tiles kept. */
export async function logOfLeaves(leaves: readonly Uint8Array[]): Promise<MemoryLog> {
  const log = memoryLog();
  for (const [at, leaf] of leaves.entries()) log.rows.push({ ...storedEntry(1), seq: at + 1, leaf });
  await log.tree("modicum/test");
  const roots = new Uint8Array();
  const checkpoint = { at: 0, note: "" };
  await log.prepare({
    from: 0,
    size: leaves.length,
    roots,
    firstSeq: 1,
    entries: [],
    leaves: [],
    checkpoint,
  })();
  while ((await keepNextTiles(log)) > 0);
  return log;
}
