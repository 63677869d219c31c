/** The Merkle tree of RFC 6962 as a verifier needs it; shares no code with what it verifies. */
import { createHash } from "node:crypto";

export const HASH = 32;

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** SHA-256(0x00 || entry). */
export function hashOfLeaf(entry: Uint8Array): Buffer {
  return createHash("sha256").update(LEAF).update(entry).digest();
}

/** SHA-256(0x01 || left || right). */
export function hashOfNode(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash("sha256").update(NODE).update(left).update(right).digest();
}

/** A tree that leaves are added to one by one; holds one hash for each level. */
export class GrowingTree {
  size = 0;
  /** At `height`, the hash of the complete subtree that ends here; undefined where the size has a 0. */
  readonly #subtrees: (Buffer | undefined)[] = [];

  add(leaf: Uint8Array): void {
    let hash: Buffer = Buffer.from(leaf);
    let height = 0;
    for (let left = this.#subtrees[0]; left !== undefined; left = this.#subtrees[height]) {
      hash = hashOfNode(left, hash);
      this.#subtrees[height] = undefined;
      height += 1;
    }
    this.#subtrees[height] = hash;
    this.size += 1;
  }

  /** The root hash; of an empty tree the hash of nothing. */
  root(): Buffer {
    let root: Buffer | undefined;
    for (const subtree of this.#subtrees)
      if (subtree !== undefined) root = root === undefined ? subtree : hashOfNode(subtree, root);
    return root ?? createHash("sha256").digest();
  }
}

/** The root over hashes that stand side by side, 32 bytes each. */
export function rootOver(hashes: Uint8Array): Buffer {
  const tree = new GrowingTree();
  for (let at = 0; at < hashes.length; at += HASH) tree.add(hashes.subarray(at, at + HASH));
  return tree.root();
}

export interface TreeHead {
  readonly size: number;
  readonly root: Uint8Array;
}

/** Whether the leaf stands at this index of the tree (RFC 9162 section 2.1.3.2). */
export function provesInclusion(
  leaf: Uint8Array,
  index: number,
  head: TreeHead,
  path: readonly Uint8Array[],
): boolean {
  if (index < 0 || index >= head.size) return false;
  let [node, last] = [index, head.size - 1];
  let hash: Buffer = Buffer.from(leaf);
  for (const sibling of path) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hash = hashOfNode(sibling, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else hash = hashOfNode(hash, sibling);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && hash.equals(head.root);
}

/** Whether the second tree begins with the first (RFC 9162 section 2.1.4.2). */
export function provesConsistency(first: TreeHead, second: TreeHead, path: readonly Uint8Array[]): boolean {
  if (first.size > second.size) return false;
  if (first.size === second.size) return path.length === 0 && same(first.root, second.root);
  if (first.size === 0) return path.length === 0;
  const isSubtree = Number.isInteger(Math.log2(first.size)) && 2 ** Math.log2(first.size) === first.size;
  const [start, ...rest] = isSubtree ? [first.root, ...path] : path;
  if (start === undefined) return false;
  let [node, last] = [first.size - 1, second.size - 1];
  while (node % 2 === 1) [node, last] = [half(node), half(last)];
  let old: Buffer = Buffer.from(start);
  let grown = old;
  for (const sibling of rest) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      old = hashOfNode(sibling, old);
      grown = hashOfNode(sibling, grown);
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else grown = hashOfNode(grown, sibling);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && old.equals(first.root) && grown.equals(second.root);
}

function half(value: number): number {
  return Math.floor(value / 2);
}

export function same(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
