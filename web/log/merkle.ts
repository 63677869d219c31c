/** The Merkle tree of RFC 6962, as much of it as a browser needs to check proofs itself; shares no code with the server. */
import { type Bytes, isSame, joined, sha256 } from "./bytes.ts";

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export interface TreeHead {
  readonly size: number;
  readonly root: Bytes;
}

/** One step on the way up: the sibling, on which side it stands, and the hash of both. */
export interface PathStep {
  readonly sibling: Bytes;
  readonly side: "left" | "right";
  readonly hash: Bytes;
}

/** SHA-256(0x00 || entry) (RFC 6962 section 2.1). */
export async function leafHashOf(entry: Uint8Array): Promise<Bytes> {
  return sha256(joined(LEAF, entry));
}

/** SHA-256(0x01 || left || right) (RFC 6962 section 2.1). */
async function nodeHashOf(left: Uint8Array, right: Uint8Array): Promise<Bytes> {
  return sha256(joined(NODE, left, right));
}

/**
 * The way from a leaf up by an inclusion proof (RFC 9162 section 2.1.3.2). Null: the proof is not as long as the place
 * of the leaf in a tree of this size asks for.
 */
export async function climb(
  leaf: Bytes,
  index: number,
  size: number,
  path: readonly Bytes[],
): Promise<readonly PathStep[] | null> {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) return null;
  let [node, last] = [index, size - 1];
  let hash = leaf;
  const steps: PathStep[] = [];
  for (const sibling of path) {
    if (last === 0) return null;
    const isLeft = node % 2 === 1 || node === last;
    hash = await (isLeft ? nodeHashOf(sibling, hash) : nodeHashOf(hash, sibling));
    steps.push({ sibling, side: isLeft ? "left" : "right", hash });
    [node, last] = isLeft ? aboveLeft(node, last) : [half(node), half(last)];
  }
  return last === 0 ? steps : null;
}

/** Whether the second tree begins with the first (RFC 9162 section 2.1.4.2). */
export async function isContinued(
  first: TreeHead,
  second: TreeHead,
  path: readonly Bytes[],
): Promise<boolean> {
  if (first.size > second.size) return false;
  if (first.size === second.size) return path.length === 0 && isSame(first.root, second.root);
  if (first.size === 0) return path.length === 0;
  const isSubtree = Number.isInteger(Math.log2(first.size));
  const [start, ...rest] = isSubtree ? [first.root, ...path] : path;
  if (start === undefined) return false;
  let [node, last] = [first.size - 1, second.size - 1];
  while (node % 2 === 1) [node, last] = [half(node), half(last)];
  let [old, grown] = [start, start];
  for (const sibling of rest) {
    if (last === 0) return false;
    const isLeft = node % 2 === 1 || node === last;
    if (isLeft) old = await nodeHashOf(sibling, old);
    grown = await (isLeft ? nodeHashOf(sibling, grown) : nodeHashOf(grown, sibling));
    [node, last] = isLeft ? aboveLeft(node, last) : [half(node), half(last)];
  }
  return last === 0 && isSame(old, first.root) && isSame(grown, second.root);
}

/** Past the levels at which the subtree has no sibling, and one up. */
function aboveLeft(node: number, last: number): [number, number] {
  let [at, end] = [node, last];
  while (at % 2 === 0 && at !== 0) [at, end] = [half(at), half(end)];
  return [half(at), half(end)];
}

function half(value: number): number {
  return Math.floor(value / 2);
}
