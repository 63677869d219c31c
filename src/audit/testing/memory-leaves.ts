import type { TreeEntry } from "../ports.ts";

/** The hashes of these leaves one after another. */
export function leafBytes(rows: readonly TreeEntry[], first: number, count: number): Uint8Array {
  return Buffer.concat(rows.slice(first, first + count).map(({ leaf }) => leaf));
}

/** The leaf of an entry, where the first has `seq` 1. */
export function placeIn(rows: readonly TreeEntry[], entryId: string) {
  const row = rows.find(({ id }) => id === entryId);
  return row === undefined ? null : { index: row.seq - 1, leaf: row.leaf };
}
