// Finds rows that may hold a code which labels something. Too many are found rather than too few: the caller looks at
// what is found exactly. The same rules as in ../../src/projection/files/csv-row.ts, each taken wider.
import { STARTS, TOKENS } from "./memory";

/** `F10.2345` */
const LONGEST_ICD_10: u32 = 8;
/** The longest code of a numbered system has 18 digits; one byte more tells that a token is longer. */
const MOST_HASHED: u32 = 19;

/** Numbers that a label names the beginning of are found by the hash of so many bytes. */
let prefixLength: u32 = u32.MAX_VALUE;

export function findPrefixes(ofLength: u32): void {
  prefixLength = ofLength;
}

/** Positions, as bits, of tokens in the 64 bytes at `at` that begin like a labeled code. `carry`: the byte before ends none. */
// @ts-ignore: decorator
@inline
export function codeHits(at: u32, carry: u64): u64 {
  const starts = ((separators(at) << 1) | carry) & codeLike(at);
  let hits: u64 = 0;
  for (let left = starts; left != 0; left &= left - 1) {
    const offset = <u32>ctz(left);
    if (isLabeled(at + offset)) hits |= (<u64>1) << offset;
  }
  return hits;
}

/** 1 where the last of the 64 bytes at `at` is a separator. */
// @ts-ignore: decorator
@inline
export function separatorCarry(at: u32): u64 {
  return isSeparator(load<u8>(at + 63)) ? 1 : 0;
}

/** White space, comma, semicolon, bar; quotes and what is not ASCII too, since a code has neither. */
// @ts-ignore: decorator
@inline
function isSeparator(byte: u8): bool {
  return byte <= 0x20 || byte >= 0x80 || byte == 0x2c || byte == 0x3b || byte == 0x7c || byte == 0x22;
}

// @ts-ignore: decorator
@inline
function separators16(at: u32): u64 {
  const v = v128.load(at);
  const marks = v128.or(
    v128.or(i8x16.eq(v, i8x16.splat(0x2c)), i8x16.eq(v, i8x16.splat(0x3b))),
    v128.or(i8x16.eq(v, i8x16.splat(0x7c)), i8x16.eq(v, i8x16.splat(0x22))),
  );
  return <u64>(<u32>i8x16.bitmask(v128.or(marks, i8x16.le_s(v, i8x16.splat(0x20)))));
}

// @ts-ignore: decorator
@inline
function separators(at: u32): u64 {
  return (
    separators16(at) |
    (separators16(at + 16) << 16) |
    (separators16(at + 32) << 32) |
    (separators16(at + 48) << 48)
  );
}

/** A digit, or a letter before a digit: what ICD-10, LOINC and the numbered systems begin with. */
// @ts-ignore: decorator
@inline
function codeLike16(at: u32): u64 {
  const v = v128.load(at);
  const next = v128.load(at + 1);
  const digit = i8x16.lt_u(i8x16.sub(v, i8x16.splat(0x30)), i8x16.splat(10));
  const digitNext = i8x16.lt_u(i8x16.sub(next, i8x16.splat(0x30)), i8x16.splat(10));
  const folded = v128.or(v, i8x16.splat(0x20));
  const letter = i8x16.lt_u(i8x16.sub(folded, i8x16.splat(0x61)), i8x16.splat(26));
  return <u64>(<u32>i8x16.bitmask(v128.or(digit, v128.and(letter, digitNext))));
}

// @ts-ignore: decorator
@inline
function codeLike(at: u32): u64 {
  return (
    codeLike16(at) | (codeLike16(at + 16) << 16) | (codeLike16(at + 32) << 32) | (codeLike16(at + 48) << 48)
  );
}

// @ts-ignore: decorator
@inline
function bit(table: u32, index: u32): bool {
  return ((load<u8>(table + (index >>> 3)) >>> (index & 7)) & 1) != 0;
}

/** By its first three bytes; then a code of ICD-10 by its length, a number by all of it or by how it begins. */
function isLabeled(at: u32): bool {
  const first = load<u8>(at);
  const start = (<u32>(first & 31) << 10) | (<u32>(load<u8>(at, 1) & 31) << 5) | (load<u8>(at, 2) & 31);
  if (!bit(STARTS, start)) return false;
  if (first > 0x39) return lengthOf(at, LONGEST_ICD_10 + 1) <= LONGEST_ICD_10;
  let hash: u32 = 0x811c9dc5;
  for (let i = at; i < at + MOST_HASHED; i++) {
    const byte = load<u8>(i);
    if (isSeparator(byte)) break;
    hash = (hash ^ byte) * 0x01000193;
    if (i - at + 1 == prefixLength && bit(TOKENS, folded(hash))) return true;
  }
  return bit(TOKENS, folded(hash));
}

/** Up to the next separator, or `most`. */
function lengthOf(at: u32, most: u32): u32 {
  let length: u32 = 0;
  while (length < most && !isSeparator(load<u8>(at + length))) length++;
  return length;
}

// @ts-ignore: decorator
@inline
function folded(hash: u32): u32 {
  return (hash ^ (hash >>> 14)) & 0x3ffff;
}
