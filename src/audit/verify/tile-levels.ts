/** The hash tiles above the leaves, compared with what follows from the leaves. Holds one tile for each level. */
import { rootOver, same } from "./merkle.ts";
import { type LogSource, pathOf, TILE } from "./source.ts";

export interface TileLevels {
  /** The root of the next full tile of level 0. */
  add(root: Buffer): Promise<void>;
  /** Compares what is not full. */
  finish(): Promise<void>;
}

/** @param differs called with the path of each tile that is missing (`truncated`) or differs. */
export function tileLevels(
  source: LogSource,
  differs: (name: "truncated" | "tile-altered", path: string) => void,
): TileLevels {
  const levels: { readonly hashes: Buffer[]; index: number }[] = [];
  const compare = async (level: number, hashes: readonly Buffer[], index: number): Promise<void> => {
    const path = pathOf(level, index, hashes.length);
    const tile = await source.read(path);
    if (tile === null) differs("truncated", path);
    else if (!same(tile, Buffer.concat(hashes))) differs("tile-altered", path);
  };
  const addAt = async (level: number, root: Buffer): Promise<void> => {
    const open = (levels[level] ??= { hashes: [], index: 0 });
    open.hashes.push(root);
    if (open.hashes.length < TILE) return;
    const full = open.hashes.splice(0);
    await compare(level, full, open.index);
    open.index += 1;
    await addAt(level + 1, rootOver(Buffer.concat(full)));
  };
  return {
    add: (root) => addAt(1, root),
    finish: async () => {
      for (const [level, open] of levels.entries())
        if (open !== undefined && open.hashes.length > 0) await compare(level, open.hashes, open.index);
    },
  };
}
