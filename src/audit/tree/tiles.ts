/** Hash tiles of the tree (C2SP tlog-tiles): height 8, so that a tile holds up to 256 hashes of one level. */
import { HASH_BYTES, nodeHash } from "./merkle.ts";
import type { FullTile, LogStore } from "./ports.ts";

export const TILE_WIDTH = 256;
export const FULL_TILE_BYTES = TILE_WIDTH * HASH_BYTES;

/** How many hashes this tile holds in a tree of this size; 0: there is no such tile. */
export function tileWidth(size: number, level: number, index: number): number {
  const hashes = Math.floor(size / TILE_WIDTH ** level);
  return Math.max(0, Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH));
}

/** The root over hashes that stand side by side, as many as a power of two. */
export function foldedRoot(hashes: Uint8Array): Uint8Array {
  if (hashes.length === HASH_BYTES) return hashes;
  const half = hashes.length / 2;
  return nodeHash(foldedRoot(hashes.subarray(0, half)), foldedRoot(hashes.subarray(half)));
}

type Tiles = Pick<LogStore, "tile" | "leafHashes">;

/**
 * The first `width` hashes of a tile of a tree that has them: from the stored tile where it is full and kept already,
 * else from the leaves and the tiles below it. Null where leaves are missing.
 */
export async function readTile(
  store: Tiles,
  level: number,
  index: number,
  width: number,
): Promise<Uint8Array | null> {
  const stored = await store.tile(level, index);
  if (stored !== null) return stored.subarray(0, width * HASH_BYTES);
  const hashes =
    level === 0 ? await store.leafHashes(index * TILE_WIDTH, width) : await above(store, level, index, width);
  return hashes !== null && hashes.length === width * HASH_BYTES ? hashes : null;
}

async function above(store: Tiles, level: number, index: number, width: number): Promise<Uint8Array | null> {
  const roots: Uint8Array[] = [];
  for (let child = index * TILE_WIDTH; child < index * TILE_WIDTH + width; child++) {
    const root = await rootOfFull(store, level - 1, child);
    if (root === null) return null;
    roots.push(root);
  }
  return Buffer.concat(roots);
}

/** Roots of full tiles, which never change, so that a proof does not read a tile for each hash above it. */
const rootsOf = new WeakMap<Tiles, Map<string, Uint8Array>>();
const ROOTS_HELD = 100_000;

async function rootOfFull(store: Tiles, level: number, index: number): Promise<Uint8Array | null> {
  const held = rootsOf.get(store) ?? new Map<string, Uint8Array>();
  rootsOf.set(store, held);
  const key = `${level}/${index}`;
  const known = held.get(key);
  if (known !== undefined) return known;
  const hashes = await readTile(store, level, index, TILE_WIDTH);
  if (hashes === null) return null;
  const root = foldedRoot(hashes);
  if (held.size >= ROOTS_HELD) held.clear();
  held.set(key, root);
  return root;
}

/** Level-0 tiles that one step makes durable, so that none reads more than half a megabyte of leaves. */
const STEP_TILES = 64;

/**
 * Makes the next full tiles durable, each together with the ones above it that it completes.
 * @returns how many leaves more are covered; 0 when all full tiles are kept.
 */
export async function keepNextTiles(store: LogStore): Promise<number> {
  const state = await store.state();
  const kept = await store.tilesThrough();
  const whole = state === null ? 0 : Math.floor((state.size - kept) / TILE_WIDTH);
  const count = Math.min(STEP_TILES, whole);
  if (count === 0) return 0;
  const leaves = await store.leafHashes(kept, count * TILE_WIDTH);
  const made = Array.from({ length: Math.floor(leaves.length / FULL_TILE_BYTES) }, (_, at) => ({
    level: 0,
    index: kept / TILE_WIDTH + at,
    hashes: leaves.subarray(at * FULL_TILE_BYTES, (at + 1) * FULL_TILE_BYTES),
  }));
  const tiles: FullTile[] = [];
  for (const tile of made) tiles.push(...(await withCompleted(store, tile, tiles)));
  await store.keepTiles(tiles);
  return made.length * TILE_WIDTH;
}

/** A tile and every one above it that it is the last part of. */
async function withCompleted(store: Tiles, tile: FullTile, fresh: readonly FullTile[]): Promise<FullTile[]> {
  const overlaid: Tiles = {
    leafHashes: (first, count) => store.leafHashes(first, count),
    tile: async (level, index) =>
      [tile, ...fresh].find((one) => one.level === level && one.index === index)?.hashes ??
      (await store.tile(level, index)),
  };
  const tiles = [tile];
  let { level, index } = tile;
  while (index % TILE_WIDTH === TILE_WIDTH - 1) {
    [level, index] = [level + 1, Math.floor(index / TILE_WIDTH)];
    const hashes = await readTile(overlaid, level, index, TILE_WIDTH);
    if (hashes === null) break;
    tiles.push({ level, index, hashes });
  }
  return tiles;
}
