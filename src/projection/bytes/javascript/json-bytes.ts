/** One JSON text as bytes, and the reading of its tokens. */
import { isUtf8 } from "node:buffer";
import { MAX_JSON_DEPTH } from "../../../kernel/json-reader.ts";
import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  DOT,
  isDigit,
  LOWER_E,
  LOWER_F,
  LOWER_N,
  LOWER_T,
  MINUS,
  OPEN_BRACE,
  OPEN_BRACKET,
  PLUS,
  QUOTE,
  SPACE,
  ZERO,
} from "./bytes-of-json.ts";
import { escapeAt } from "./escapes.ts";
import { doubt } from "./in-doubt.ts";

/** Longer ones are read as objects, a part at a time. */
const LONGEST = 2 ** 24;
const SHORTEST_BUFFER = 2 ** 16;
/** The zero, and what is read with it though it does not count: names are compared 32 bytes at a time. */
const BEHIND = 64;
/** In ASCII, from an opening bracket to its closing one. */
const TO_CLOSING = 2;
const FOUR_BACKSLASHES = 0x5c5c5c5c;
const FOUR_ONES = 0x01010101;
const FOUR_SECOND_BITS = 0x02020202;
const FOUR_BEHIND_SPACE = 0x21212121;
const HIGHEST_BITS = 0x80808080;
/** 1: inside a string the byte stands for itself. */
const PLAIN = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= SPACE && byte !== QUOTE && byte !== BACKSLASH ? 1 : 0,
);
const LITERALS = new Map(
  [LOWER_N, LOWER_T, LOWER_F].map((first, i) => [first, Buffer.from(["null", "true", "false"][i] ?? "")]),
);

/** What escapes a string has: none, only such as JSON.stringify writes, or others. */
const NONE = 0;
const CANONICAL = 1;
const ODD = 2;

/**
 * A copy of the text with a zero behind it, in memory that the next text takes over. Methods take where a token begins
 * and give where it ends; what is malformed is in doubt.
 * INVARIANT: a zero is part of no token, so nothing reads past the end, where an earlier text may still stand.
 */
export class JsonBytes {
  bytes = new Uint8Array(SHORTEST_BUFFER);
  /** The same memory, to be read four bytes at a time. */
  words = new DataView(this.bytes.buffer);
  #escapes: number = NONE;
  /** The opening brackets that a value stands in, by depth. */
  readonly #open = new Uint8Array(MAX_JSON_DEPTH + 1);
  #depth = 0;

  /** Takes a text over; gives where its value begins. In doubt of invalid UTF-8 and of very long ones. */
  load(text: Uint8Array): number {
    const { length } = text;
    if (length > LONGEST || !isUtf8(text)) doubt();
    if (length + BEHIND > this.bytes.length) {
      this.bytes = new Uint8Array(2 ** Math.ceil(Math.log2(length + BEHIND)));
      this.words = new DataView(this.bytes.buffer);
    }
    this.bytes.set(text);
    this.bytes[length] = 0;
    const hasMark = text[0] === 0xef && text[1] === 0xbb && text[2] === 0xbf;
    return this.token(hasMark ? 3 : 0);
  }

  /** Where the next token begins. */
  token(from: number): number {
    const { bytes } = this;
    let at = from;
    let byte = bytes[at] as number;
    while (byte <= SPACE && (byte === SPACE || byte === 0x0a || byte === 0x0d || byte === 0x09))
      byte = bytes[++at] as number;
    return at;
  }

  /** Behind the closing quote of a string whose opening quote is at `open`. */
  stringEnd(open: number): number {
    const { words } = this;
    let at = open + 1;
    // Four bytes at a time, since this is where most of the time goes: the highest bit of each byte of `stops` says
    // that it is a backslash, or, its second bit turned, below 0x21: a quote or a control character. The lowest bit
    // that is set is never wrong.
    for (;;) {
      const four = words.getInt32(at, true);
      const backslashes = four ^ FOUR_BACKSLASHES;
      const stops =
        ((((four ^ FOUR_SECOND_BITS) - FOUR_BEHIND_SPACE) & ~four) |
          ((backslashes - FOUR_ONES) & ~backslashes)) &
        HIGHEST_BITS;
      if (stops !== 0) {
        at += (31 - Math.clz32(stops & -stops)) >> 3;
        return this.bytes[at] === QUOTE ? at + 1 : this.#escapedEnd(at);
      }
      at += 4;
    }
  }

  /** From the first byte on that does not stand for itself. */
  #escapedEnd(from: number): number {
    const { bytes } = this;
    let at = from;
    while (bytes[at] !== QUOTE) {
      if (PLAIN[bytes[at] as number] === 1) {
        at++;
        continue;
      }
      if (bytes[at] !== BACKSLASH) doubt();
      const { length, isCanonical } = escapeAt(bytes, at);
      if (!isCanonical) this.#escapes = ODD;
      else if (this.#escapes === NONE) this.#escapes = CANONICAL;
      at += length;
    }
    return at + 1;
  }

  /** The same for a string that JSON.stringify would write as it stands; in doubt of any other. */
  canonicalStringEnd(open: number): number {
    this.#escapes = NONE;
    const end = this.stringEnd(open);
    return this.#escapes === ODD ? doubt() : end;
  }

  /** The same for a string that is its own bytes; in doubt of one with escapes. */
  plainStringEnd(open: number): number {
    this.#escapes = NONE;
    const end = this.stringEnd(open);
    return this.#escapes === NONE ? end : doubt();
  }

  /** What stands at [from, until), decoded. */
  text(from: number, until: number): string {
    return Buffer.from(this.bytes.buffer, from, until - from).toString("utf8");
  }

  /** A number, `true`, `false` or `null`. */
  scalarEnd(at: number): number {
    const first = this.bytes[at] as number;
    return first === MINUS || isDigit(first) ? this.#numberEnd(at) : this.#literalEnd(at, first);
  }

  #literalEnd(from: number, first: number): number {
    const literal = LITERALS.get(first) ?? doubt();
    for (let i = 1; i < literal.length; i++) if (this.bytes[from + i] !== literal[i]) doubt();
    return from + literal.length;
  }

  #numberEnd(from: number): number {
    const { bytes } = this;
    let at = bytes[from] === MINUS ? from + 1 : from;
    at = bytes[at] === ZERO ? at + 1 : this.#digitsEnd(at);
    if (bytes[at] === DOT) at = this.#digitsEnd(at + 1);
    if (((bytes[at] as number) | SPACE) === LOWER_E) {
      const sign = bytes[at + 1];
      at = this.#digitsEnd(sign === MINUS || sign === PLUS ? at + 2 : at + 1);
    }
    return at;
  }

  #digitsEnd(from: number): number {
    const { bytes } = this;
    let at = from;
    while (isDigit(bytes[at] as number)) at++;
    return at === from ? doubt() : at;
  }

  /** Where a member's value begins, from behind its name. */
  memberValue(nameEnd: number): number {
    const at = this.token(nameEnd);
    return this.bytes[at] === COLON ? this.token(at + 1) : doubt();
  }

  /** The first name of the object that opens here, or its closing brace. `depth` is its own. */
  firstMember(open: number, depth: number): number {
    if (depth > MAX_JSON_DEPTH) doubt();
    const at = this.token(open + 1);
    const byte = this.bytes[at];
    return byte === QUOTE || byte === CLOSE_BRACE ? at : doubt();
  }

  /** The next name from behind a member's value, or the closing brace. */
  nextMember(valueEnd: number): number {
    const at = this.token(valueEnd);
    if (this.bytes[at] === CLOSE_BRACE) return at;
    if (this.bytes[at] !== COMMA) doubt();
    const next = this.token(at + 1);
    return this.bytes[next] === QUOTE ? next : doubt();
  }

  /** The first item of the list that opens here, or its closing bracket. `depth` is its own. */
  firstItem(open: number, depth: number): number {
    return depth > MAX_JSON_DEPTH ? doubt() : this.token(open + 1);
  }

  /** The next item from behind another, or the closing bracket. */
  nextItem(itemEnd: number): number {
    const at = this.token(itemEnd);
    if (this.bytes[at] === CLOSE_BRACKET) return at;
    if (this.bytes[at] !== COMMA) doubt();
    const next = this.token(at + 1);
    return this.bytes[next] === CLOSE_BRACKET ? doubt() : next;
  }

  /** Behind a value of any kind, all of which is well-formed; `depth` is of what it stands in. */
  valueEnd(from: number, depth: number): number {
    const first = this.bytes[from];
    if (first === QUOTE) return this.stringEnd(from);
    return first === OPEN_BRACE || first === OPEN_BRACKET
      ? this.#containerEnd(from, depth)
      : this.scalarEnd(from);
  }

  #containerEnd(from: number, outside: number): number {
    const { bytes } = this;
    let at = from;
    this.#depth = outside;
    do {
      const byte = bytes[at] as number;
      if (byte === QUOTE) at = this.stringEnd(at);
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        at = this.#entered(at, byte);
        if (bytes[at] !== byte + TO_CLOSING) {
          at = byte === OPEN_BRACE ? this.#nameEnd(at) : at;
          continue;
        }
      } else at = this.scalarEnd(at);
      at = this.#nextValue(at, outside);
    } while (this.#depth > outside);
    return at;
  }

  #entered(at: number, open: number): number {
    if (++this.#depth > MAX_JSON_DEPTH) doubt();
    this.#open[this.#depth] = open;
    return this.token(at + 1);
  }

  /** From behind a value or an opening bracket to the next value, through all closing brackets. */
  #nextValue(from: number, outside: number): number {
    const { bytes } = this;
    let at = from;
    while (this.#depth > outside) {
      at = this.token(at);
      const open = this.#open[this.#depth] as number;
      if (bytes[at] === COMMA) {
        at = this.token(at + 1);
        return open === OPEN_BRACE ? this.#nameEnd(at) : at;
      }
      if (bytes[at] !== open + TO_CLOSING) doubt();
      at++;
      this.#depth--;
    }
    return at;
  }

  #nameEnd(at: number): number {
    return this.bytes[at] === QUOTE ? this.memberValue(this.stringEnd(at)) : doubt();
  }
}
