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
  NODE_SIZE,
} from "../table-format.ts";
import type { TableMemory } from "../table-memory.ts";
import { doubt } from "./in-doubt.ts";
import type { JsonBytes } from "./json-bytes.ts";

/** Behind a name come a quote and a colon, with which it stands in the tables. */
const QUOTE_AND_COLON = 2;
/** Places of NODEs and MEMBERs are multiples of the size of a NODE. */
const UNIT = Math.log2(NODE_SIZE);

/**
 * Finds MEMBERs by the name that stands in a text. Objects of one node mostly have the same members in the same order,
 * so the member that followed last time is tried first.
 */
export class MemberNames {
  readonly #json: JsonBytes;
  readonly #tables: TableMemory;
  /** The tables' words, as long as they do not grow. */
  #words: Int32Array;
  /** By the place of a NODE or MEMBER, in units: the MEMBER that came next when it was last met; 0: none yet. */
  #next = new Int32Array(0);

  constructor(json: JsonBytes, tables: TableMemory) {
    this.#json = json;
    this.#tables = tables;
    this.#words = tables.words;
  }

  /** Makes room for all places of the tables. */
  grow(): void {
    this.#words = this.#tables.words;
    const places = this.#tables.length >> UNIT;
    if (places < this.#next.length) return;
    const grown = new Int32Array(places * 2);
    grown.set(this.#next);
    this.#next = grown;
  }

  /** The MEMBER that is to be expected behind this place, when its name and a colon stand at `from`; else 0. */
  expected(before: number, from: number): number {
    const member = this.#next[before >> UNIT] as number;
    return member !== 0 && this.#isNameAt(member, from) ? member : 0;
  }

  expect(member: number, before: number): void {
    this.#next[before >> UNIT] = member;
  }

  lengthOf(member: number): number {
    return this.#words[(member + MEMBER_LENGTH) >> 2] as number;
  }

  /** Four bytes at a time; in the tables zeros follow. */
  #isNameAt(member: number, from: number): boolean {
    const text = this.#json.words;
    const words = this.#words;
    const length = (words[(member + MEMBER_LENGTH) >> 2] as number) + QUOTE_AND_COLON;
    let i = 0;
    for (; i + 4 <= length; i += 4)
      if (text.getInt32(from + i, true) !== words[(member + i) >> 2]) return false;
    const rest = (1 << ((length & 3) * 8)) - 1;
    return i === length || (text.getInt32(from + i, true) & rest) === words[(member + i) >> 2];
  }

  /** The MEMBER in the table of a node that has the name at [from, until); 0: none. In doubt of names too long for tables. */
  find(node: number, from: number, until: number): number {
    const { words } = this.#tables;
    const first = words[(node + NODE_MEMBERS) >> 2] as number;
    return this.findIn(first, words[(node + NODE_MASK) >> 2] as number, from, until);
  }

  /** The same in the table at `first`. */
  findIn(first: number, mask: number, from: number, until: number): number {
    const { bytes } = this.#json;
    const length = until - from;
    if (length === 0) return 0;
    if (length > LONGEST_NAME) doubt();
    const { words } = this.#tables;
    const middle = bytes[from + (length >> 1)] as number;
    const hash = hashOfName(bytes[from] as number, middle, bytes[until - 1] as number, length);
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const member = first + slot * MEMBER_SIZE;
      if (words[(member + MEMBER_BITS) >> 2] === 0) return 0;
      if (words[(member + MEMBER_LENGTH) >> 2] === length && this.#isTextAt(member, from, length))
        return member;
    }
  }

  #isTextAt(member: number, from: number, length: number): boolean {
    const { bytes } = this.#json;
    const names = this.#tables.bytes;
    for (let i = 0; i < length; i++) if (names[member + i] !== bytes[from + i]) return false;
    return true;
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
