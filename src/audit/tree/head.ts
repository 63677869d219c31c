/** The newest state of the record's tree, believed only when it holds together. */
import type { KeyObject } from "node:crypto";
import { AppError } from "../../kernel/errors.ts";
import type { RecordTreeStore, StoredTree, TreeEntry } from "../ports.ts";
import { openCheckpoint } from "./checkpoint.ts";
import { provenLogForm } from "./leaf.ts";
import { EMPTY_TREE, type Frontier, grown, HASH_BYTES, rootOf, subtreeSizes } from "./merkle.ts";

export interface Head {
  readonly origin: string;
  /** `seq` of the first leaf. */
  readonly firstSeq: number;
  readonly tree: Frontier;
  /** The time that its checkpoint states, in milliseconds since 1970; 0 of an empty tree. */
  readonly signedAt: number;
}

/**
 * The head that the store keeps, if its checkpoint is signed by this key and states the size and root of the tree.
 * @throws AppError `record_unavailable`
 */
export function headOf(stored: StoredTree, publicKey: KeyObject): Head {
  const { origin, firstSeq, size } = stored;
  const tree = { size, roots: rootsOf(stored) };
  if (size === 0 && stored.checkpoint === null) return { origin, firstSeq, tree, signedAt: 0 };
  const signed = stored.checkpoint === null ? null : openCheckpoint(stored.checkpoint, origin, publicKey);
  if (signed === null)
    throw altered("its checkpoint is missing, or not signed by the key of this deployment");
  if (signed.size !== size || Buffer.compare(signed.root, rootOf(tree)) !== 0)
    throw altered("its tree is not the one that was signed");
  return { origin, firstSeq, tree, signedAt: signed.at };
}

function rootsOf({ size, roots }: StoredTree): readonly Uint8Array[] {
  if (roots.length !== subtreeSizes(size).length * HASH_BYTES) throw altered("its tree is torn");
  return Array.from({ length: roots.length / HASH_BYTES }, (_, at) =>
    roots.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  );
}

/** Entries at most that are looked at again when the record is opened. */
const TAIL = 4_096;

/**
 * Looks at the newest entries: each is what its leaf was made over, no entry stands after the last leaf, and the leaves
 * make up the newest subtrees. How far back it looks is bounded, so that a long record opens as fast as a short one.
 * @throws AppError `record_unavailable`, naming the entry.
 */
export async function checkTail(store: Pick<RecordTreeStore, "leaves">, head: Head): Promise<void> {
  const { origin, firstSeq, tree } = head;
  const from = tailStart(tree.size);
  const entries = await store.leaves(firstSeq + from, TAIL + 1);
  if (entries.length !== tree.size - from) throw altered("entries are missing, or stand beside the tree");
  for (const [index, entry] of entries.entries()) checkEntry(entry, firstSeq + from + index, origin);
  const leaves = entries.map((entry) => entry.leaf);
  let at = 0;
  for (const [index, size] of subtreeSizes(tree.size).entries()) {
    const start = at - from;
    at += size;
    if (start < 0) continue;
    const [root] = grown(EMPTY_TREE, leaves.slice(start, start + size)).roots;
    if (Buffer.compare(root ?? Buffer.alloc(0), tree.roots[index] ?? Buffer.alloc(0)) !== 0)
      throw altered("the newest entries are not those of the tree");
  }
}

/** The first leaf of the oldest subtree that is looked at whole; where even the newest is too large, so many entries. */
function tailStart(size: number): number {
  let start = size;
  for (const subtree of subtreeSizes(size).toReversed()) {
    if (size - start + subtree > TAIL) break;
    start -= subtree;
  }
  return start === size ? Math.max(0, size - TAIL) : start;
}

function checkEntry(entry: TreeEntry, seq: number, origin: string): void {
  if (entry.seq !== seq || provenLogForm(entry, origin) === null)
    throw altered(`the entry \`${entry.id}\` is not the one that was recorded`);
}

/** For a record that is not as it was signed. */
export function altered(what: string): AppError {
  return new AppError("record_unavailable", `the record does not hold together: ${what}`, {
    hint: "keep the database as it is for who looks into it, and restore a backup beside it",
  });
}
