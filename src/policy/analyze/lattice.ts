import { atMost, DROP, join, meet, TRANSFORMS } from "../../catalogue/transforms.ts";
import type { TransformCode, TransformVector } from "../../catalogue/transforms.ts";

/**
 * The lattice of transforms over whole vectors, by tables. A vector that is too short drops the rest.
 * Incomparable forms do not compile into one view; where a hand-made policy has them, their meet stands.
 */
const COUNT = TRANSFORMS.length;
const MEET = tableOf(meet);
const AT_MOST = tableOf((a, b) => Number(atMost(a, b)));
const JOIN = tableOf((a, b) => join(a, b) ?? meet(a, b));

function tableOf(operation: (a: TransformCode, b: TransformCode) => number): Uint8Array {
  return Uint8Array.from({ length: COUNT * COUNT }, (_, i) => operation(Math.trunc(i / COUNT), i % COUNT));
}

/** What `limit` leaves of `vector`, as a new vector. */
export function lowered(vector: TransformVector, limit: TransformVector): TransformVector {
  const left = new Uint8Array(vector.length);
  for (let i = 0; i < vector.length; i++)
    left[i] = MEET[(vector[i] ?? DROP) * COUNT + (limit[i] ?? DROP)] ?? DROP;
  return left;
}

/** Raises `target` in place to what it and `vector` show together. */
export function raise(target: TransformVector, vector: TransformVector): void {
  for (let i = 0; i < target.length; i++)
    target[i] = JOIN[(target[i] ?? DROP) * COUNT + (vector[i] ?? DROP)] ?? DROP;
}

/** What two codes show together. */
export function joined(a: TransformCode, b: TransformCode): TransformCode {
  return JOIN[a * COUNT + b] ?? DROP;
}

/** True when `limit` shows every element at least as far as `vector` does. */
export function isWithin(vector: TransformVector, limit: TransformVector): boolean {
  for (let i = 0; i < vector.length; i++)
    if (AT_MOST[(vector[i] ?? DROP) * COUNT + (limit[i] ?? DROP)] !== 1) return false;
  return true;
}

/** True when every element is dropped. */
export function isNothing(vector: TransformVector): boolean {
  return vector.every((code) => code === DROP);
}

/** How many elements are shown. */
export function countShown(vector: TransformVector): number {
  let count = 0;
  for (let i = 0; i < vector.length; i++) if (vector[i] !== DROP) count += 1;
  return count;
}

/** True when both show every element in the same form. */
export function isSameVector(a: TransformVector, b: TransformVector): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Indexes of the elements that are shown, in order. */
export function shownIn(vector: TransformVector): readonly number[] {
  const shown: number[] = [];
  for (let i = 0; i < vector.length; i++) if (vector[i] !== DROP) shown.push(i);
  return shown;
}
