/** The Merkle tree of RFC 6962 section 2.1 over the entries of the record, as much of it as appending needs. */
import { hash } from "node:crypto";

export const HASH_BYTES = 32;

/**
 * A tree that can grow: the roots of its complete subtrees, largest and oldest first, one for each 1 in the binary form
 * of `size`.
 */
export interface Frontier {
  readonly size: number;
  readonly roots: readonly Uint8Array[];
}

export const EMPTY_TREE: Frontier = { size: 0, roots: [] };

/** The tree with these leaf hashes after those it has. */
export function grown(tree: Frontier, leaves: readonly Uint8Array[]): Frontier {
  const roots = [...tree.roots];
  let { size } = tree;
  for (const leaf of leaves) {
    let root = leaf;
    // A subtree of the same size stands before this one for each 1 that the binary form of the size ends in.
    for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
      root = nodeHash(roots.pop() ?? root, root);
    }
    roots.push(root);
    size += 1;
  }
  return { size, roots };
}

/** The root hash of the whole tree; of an empty one the hash of nothing. */
export function rootOf({ roots }: Frontier): Uint8Array {
  const last = roots.at(-1);
  if (last === undefined) return sha256("");
  return roots.slice(0, -1).reduceRight<Uint8Array>((right, left) => nodeHash(left, right), last);
}

/** The sizes of the complete subtrees, in the order of their roots: `[4, 1]` of 5. */
export function subtreeSizes(size: number): readonly number[] {
  const sizes: number[] = [];
  let rest = size;
  for (let bit = 2 ** 52; bit >= 1; bit /= 2) {
    if (rest < bit) continue;
    sizes.push(bit);
    rest -= bit;
  }
  return sizes;
}

/** The hash of an entry, in its canonical form. */
export function leafHash(canonical: string): Uint8Array {
  return sha256(`\0${canonical}`);
}

/** One buffer for every node: its bytes are hashed before anyone else can write them. */
const node = Buffer.alloc(1 + 2 * HASH_BYTES);
node[0] = 1;

/** The hash of a node over its two children. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  node.set(left, 1);
  node.set(right, 1 + HASH_BYTES);
  return sha256(node);
}

/** By way of a string, whose bytes then come from a pool: a buffer from the cipher library costs twice as much. */
function sha256(data: string | Uint8Array): Uint8Array {
  return Buffer.from(hash("sha256", data, "binary"), "latin1");
}
