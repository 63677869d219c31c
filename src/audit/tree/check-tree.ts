import type { KeyObject } from "node:crypto";
import type { RecordTreeStore } from "../ports.ts";
import { altered, headOf } from "./head.ts";
import { provenLogForm } from "./leaf.ts";
import { EMPTY_TREE, grown, rootOf } from "./merkle.ts";

const BATCH = 4_096;

/**
 * Works the tree out from every entry, however many there are, and compares it with the signed checkpoint.
 * @throws AppError `record_unavailable`, naming the entry, where they differ
 */
export async function checkTree(
  store: Pick<RecordTreeStore, "tree" | "leaves">,
  origin: string,
  publicKey: KeyObject,
): Promise<{ readonly size: number; readonly root: Uint8Array }> {
  const head = headOf(await store.tree(origin), publicKey);
  let tree = EMPTY_TREE;
  while (tree.size < head.tree.size) {
    const entries = await store.leaves(head.firstSeq + tree.size, BATCH);
    const leaves = entries.map((entry, index) => {
      const seq = head.firstSeq + tree.size + index;
      if (entry.seq !== seq || provenLogForm(entry, head.origin) === null)
        throw altered(`the entry \`${entry.id}\` is not the one that was recorded`);
      return entry.leaf;
    });
    if (leaves.length === 0) throw altered("entries are missing");
    tree = grown(tree, leaves);
  }
  const root = rootOf(tree);
  if (tree.size !== head.tree.size || Buffer.compare(root, rootOf(head.tree)) !== 0)
    throw altered("its entries are not those that were signed");
  return { size: tree.size, root };
}
