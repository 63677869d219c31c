/** Names of members, found in the tables by their bytes. */
import { MAX_JSON_DEPTH } from "../../../kernel/json-reader.ts";
import {
  hashOfName,
  LONGEST_NAME,
  MEMBER_BITS,
  MEMBER_LENGTH,
  MEMBER_SIZE,
  NODE_MASK,
  NODE_MEMBERS,
} from "../table-format.ts";
import type { TableMemory } from "../table-memory.ts";
import { doubt } from "./in-doubt.ts";
import type { JsonBytes } from "./json-bytes.ts";

/** Place of the MEMBER of a node that has the name at [from, until); 0: R4 has none. In doubt of names longer than the tables hold. */
export function memberNamed(
  { bytes }: JsonBytes,
  tables: TableMemory,
  node: number,
  from: number,
  until: number,
): number {
  const length = until - from;
  if (length === 0) return 0;
  if (length > LONGEST_NAME) doubt();
  const { words, bytes: names } = tables;
  const hash = hashOfName(
    bytes[from] as number,
    bytes[from + (length >> 1)] as number,
    bytes[until - 1] as number,
    length,
  );
  const first = words[(node + NODE_MEMBERS) >> 2] as number;
  const mask = words[(node + NODE_MASK) >> 2] as number;
  for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
    const member = first + slot * MEMBER_SIZE;
    if (words[(member + MEMBER_BITS) >> 2] === 0) return 0;
    if (words[(member + MEMBER_LENGTH) >> 2] !== length) continue;
    let i = 0;
    while (i < length && names[member + i] === bytes[from + i]) i++;
    if (i === length) return member;
  }
}

/** More other names than this in one object are read as objects: they are compared with each other. */
const MOST_STRANGERS = 200;

/** The names of an object that is walked, and of those around it: none may come twice. In doubt where one does. */
export class NamesSeen {
  /** By depth: ordinals below 32, those above, and where the names begin that the tables have no ordinal for. */
  readonly #low = new Int32Array(MAX_JSON_DEPTH + 1);
  readonly #high = new Int32Array(MAX_JSON_DEPTH + 1);
  readonly #strangersFrom = new Int32Array(MAX_JSON_DEPTH + 1);
  readonly #hashes = new Int32Array(2 ** 12);
  #strangers = 0;

  begin(): void {
    this.#strangers = 0;
  }

  enter(depth: number): void {
    this.#low[depth] = 0;
    this.#high[depth] = 0;
    this.#strangersFrom[depth] = this.#strangers;
  }

  leave(depth: number): void {
    this.#strangers = this.#strangersFrom[depth] as number;
  }

  /** A name of the node's table, by its ordinal there. */
  addKnown(ordinal: number, depth: number): void {
    const bits = ordinal < 32 ? this.#low : this.#high;
    const bit = 1 << (ordinal & 31);
    const seen = bits[depth] as number;
    if ((seen & bit) !== 0) doubt();
    bits[depth] = seen | bit;
  }

  /** Any other. Names are told apart by a hash: once in some billions one only seems to come twice. */
  addStranger({ bytes }: JsonBytes, from: number, until: number, depth: number): void {
    const first = this.#strangersFrom[depth] as number;
    let hash = until - from;
    for (let at = from; at < until; at++) hash = (Math.imul(hash, 31) + (bytes[at] as number)) | 0;
    for (let i = first; i < this.#strangers; i++) if (this.#hashes[i] === hash) doubt();
    if (this.#strangers - first >= MOST_STRANGERS || this.#strangers >= this.#hashes.length) doubt();
    this.#hashes[this.#strangers++] = hash;
  }
}
