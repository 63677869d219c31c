import { DROP, type TransformVector } from "../../catalogue/transforms.ts";

/**
 * Elements of one catalogue as bits, so that a question about many elements is asked a word at a time: the element
 * with index i is bit i % 32 of word ⌊i / 32⌋. Sets that meet are of one catalogue, hence of one length.
 */
export type ElementSet = Uint32Array;

/** The elements that a vector shows, in whatever form. */
export function setOfShown(vector: TransformVector): ElementSet {
  const set = emptySet(vector.length);
  for (let i = 0; i < vector.length; i++) if (vector[i] !== DROP) add(set, i);
  return set;
}

/** The elements with these indexes, of a catalogue of `size`. */
export function setOfIndexes(indexes: Iterable<number>, size: number): ElementSet {
  const set = emptySet(size);
  for (const index of indexes) add(set, index);
  return set;
}

export function emptySet(size: number): ElementSet {
  return new Uint32Array(Math.ceil(size / 32));
}

function add(set: ElementSet, index: number): void {
  const word = index >>> 5;
  set[word] = (set[word] ?? 0) | (1 << (index & 31));
}

/** Adds to `target`, in place, what `set` and `within` have in common. */
export function addCommon(target: ElementSet, set: ElementSet, within: ElementSet): void {
  for (let word = 0; word < target.length; word++)
    target[word] = (target[word] ?? 0) | ((set[word] ?? 0) & (within[word] ?? 0));
}

export function has(set: ElementSet, index: number): boolean {
  return ((set[index >>> 5] ?? 0) & (1 << (index & 31))) !== 0;
}

/** Whether some element is in both. */
export function meets(a: ElementSet, b: ElementSet): boolean {
  for (let word = 0; word < a.length; word++) if (((a[word] ?? 0) & (b[word] ?? 0)) !== 0) return true;
  return false;
}

/** How many elements are in both. */
export function sizeOfCommon(a: ElementSet, b: ElementSet): number {
  let size = 0;
  for (let word = 0; word < a.length; word++) size += bitsIn((a[word] ?? 0) & (b[word] ?? 0));
  return size;
}

/** Bits that are set in one word: counted side by side in pairs, in fours, in bytes, and then added up. */
function bitsIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
