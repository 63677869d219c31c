import { atMost, DROP, KEEP, meet, TRANSFORMS } from "../catalogue/transforms.ts";
import type { TransformCode, TransformVector } from "../catalogue/transforms.ts";

/**
 * Operations on transform vectors. Both lattice operations are tables over codes.
 * A join is taken over a set, held as a byte with one bit per transform, so that order cannot matter.
 */
const COUNT = TRANSFORMS.length;

const MEET = Uint8Array.from({ length: COUNT * COUNT }, (_, i) => meet(Math.trunc(i / COUNT), i % COUNT));
const JOIN_OF = Uint8Array.from({ length: 1 << COUNT }, (_, set) => greatest(set) ?? meetOfMaximal(set));
const UPPER_OF = Uint8Array.from({ length: 1 << COUNT }, (_, set) => greatest(set) ?? KEEP);

function codesIn(set: number): TransformCode[] {
  return TRANSFORMS.map((_, code) => code).filter((code) => (set & (1 << code)) !== 0);
}

function greatest(set: number): TransformCode | undefined {
  const codes = codesIn(set);
  if (codes.length === 0) return DROP;
  return codes.find((top) => codes.every((code) => atMost(code, top)));
}

/** Incomparable transforms do not compile; should they meet at run time, less is shown, not more. */
function meetOfMaximal(set: number): TransformCode {
  const codes = codesIn(set);
  const maximal = codes.filter((code) => !codes.some((other) => other !== code && atMost(code, other)));
  return maximal.reduce(meet);
}

/** A vector of `length` elements, each at `code`. */
export function uniform(length: number, code: TransformCode): TransformVector {
  return new Uint8Array(length).fill(code);
}

/** Lowers `target` in place to what `limit` leaves of it. A limit that is too short drops the rest. */
export function lower(target: TransformVector, limit: TransformVector): void {
  for (let i = 0; i < target.length; i++)
    target[i] = MEET[(target[i] ?? DROP) * COUNT + (limit[i] ?? DROP)] ?? DROP;
}

/** The codes at these elements, in their order; drop beyond the end. */
export function codesAt(vector: TransformVector, indexes: readonly number[]): TransformVector {
  const codes = new Uint8Array(indexes.length);
  for (let i = 0; i < indexes.length; i++) codes[i] = vector[indexes[i] ?? -1] ?? DROP;
  return codes;
}

/** Codes of these elements as a vector over the whole catalogue. */
export function spread(codes: TransformVector, indexes: readonly number[], length: number): TransformVector {
  const vector = new Uint8Array(length);
  for (let i = 0; i < indexes.length; i++) vector[indexes[i] ?? -1] = codes[i] ?? DROP;
  return vector;
}

/** True when any of these elements is given. */
export function anyAt(vector: TransformVector, indexes: readonly number[]): boolean {
  return indexes.some((index) => (vector[index] ?? DROP) !== DROP);
}

/** Lowers codes of these elements in place to what `limit`, a vector of the whole catalogue, leaves of them. */
export function lowerAt(codes: TransformVector, limit: TransformVector, indexes: readonly number[]): void {
  for (let i = 0; i < codes.length; i++)
    codes[i] = MEET[(codes[i] ?? DROP) * COUNT + (limit[indexes[i] ?? -1] ?? DROP)] ?? DROP;
}

/** True when every element is dropped. */
export function isEmpty(vector: TransformVector): boolean {
  for (let i = 0; i < vector.length; i++) if (vector[i] !== DROP) return false;
  return true;
}

/** Collects the transforms that several grants give, element by element. */
export class JoinSet {
  private readonly sets: Uint8Array;

  constructor(length: number) {
    this.sets = new Uint8Array(length);
  }

  add(vector: TransformVector): void {
    for (let i = 0; i < this.sets.length; i++)
      this.sets[i] = (this.sets[i] ?? 0) | (1 << (vector[i] ?? DROP));
  }

  /** The join; incomparable transforms fall to their meet. */
  join(): TransformVector {
    return this.sets.map((set) => JOIN_OF[set] ?? DROP);
  }

  /** No less than the join of any subset; incomparable transforms rise to keep. */
  upperBound(): TransformVector {
    return this.sets.map((set) => UPPER_OF[set] ?? KEEP);
  }
}
