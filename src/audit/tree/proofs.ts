/** Inclusion and consistency proofs (RFC 6962 sections 2.1.1 and 2.1.2), made from tiles. */
import { AppError } from "../../kernel/errors.ts";
import { HASH_BYTES, nodeHash } from "./merkle.ts";
import type { LogStore } from "./ports.ts";
import { foldedRoot, readTile, TILE_WIDTH, tileWidth } from "./tiles.ts";

/** Gives hashes of the tree of one size; reads each tile once. */
export interface ProofReader {
  readonly size: number;
  /** The hash of the leaves [start, end). */
  rangeHash(start: number, end: number): Promise<Uint8Array>;
}

/** A reader of the tree as it was at this size, which the store has reached. */
export function proofReader(store: Pick<LogStore, "tile" | "leafHashes">, size: number): ProofReader {
  const read = new Map<string, Promise<Uint8Array | null>>();
  const tileOf = async (level: number, index: number): Promise<Uint8Array> => {
    const key = `${level}/${index}`;
    const asked = read.get(key) ?? readTile(store, level, index, tileWidth(size, level, index));
    read.set(key, asked);
    const tile = await asked;
    if (tile === null) throw incomplete();
    return tile;
  };
  /** Of a complete subtree: 2^height leaves from the one `index * 2^height`. */
  const subtreeHash = async (height: number, index: number): Promise<Uint8Array> => {
    const level = Math.floor(height / 8);
    const count = 2 ** (height % 8);
    const tile = await tileOf(level, Math.floor((index * count) / TILE_WIDTH));
    const start = (index * count) % TILE_WIDTH;
    return foldedRoot(tile.subarray(start * HASH_BYTES, (start + count) * HASH_BYTES));
  };
  const rangeHash = async (start: number, end: number): Promise<Uint8Array> => {
    const count = end - start;
    const height = Math.log2(count);
    if (Number.isInteger(height) && 2 ** height === count) return subtreeHash(height, start / count);
    const middle = start + splitOf(count);
    return nodeHash(await rangeHash(start, middle), await rangeHash(middle, end));
  };
  return { size, rangeHash };
}

/**
 * PATH(index, D[size]) of RFC 6962 2.1.1, from the leaf up.
 * @throws AppError `record_unavailable` where leaves are missing.
 */
export async function inclusionProof(reader: ProofReader, index: number): Promise<readonly Uint8Array[]> {
  const path = async (start: number, end: number): Promise<Uint8Array[]> => {
    if (end - start === 1) return [];
    const middle = start + splitOf(end - start);
    return index < middle
      ? [...(await path(start, middle)), await reader.rangeHash(middle, end)]
      : [...(await path(middle, end)), await reader.rangeHash(start, middle)];
  };
  return path(0, reader.size);
}

/**
 * PROOF(from, D[size]) of RFC 6962 2.1.2; empty where `from` is 0 or the size itself.
 * @throws as `inclusionProof` does
 */
export async function consistencyProof(reader: ProofReader, from: number): Promise<readonly Uint8Array[]> {
  const proof = async (start: number, end: number, whole: boolean): Promise<Uint8Array[]> => {
    if (end === from) return whole ? [] : [await reader.rangeHash(start, end)];
    const middle = start + splitOf(end - start);
    return from <= middle
      ? [...(await proof(start, middle, whole)), await reader.rangeHash(middle, end)]
      : [...(await proof(middle, end, false)), await reader.rangeHash(start, middle)];
  };
  return from === 0 ? [] : proof(0, reader.size, true);
}

/** The largest power of two that is smaller. */
function splitOf(count: number): number {
  let split = 1;
  while (split * 2 < count) split *= 2;
  return split;
}

function incomplete(): AppError {
  return new AppError(
    "record_unavailable",
    "the record does not hold together: leaves of its tree are missing",
    {
      hint: "keep the database as it is for who looks into it, and restore a backup beside it",
    },
  );
}
