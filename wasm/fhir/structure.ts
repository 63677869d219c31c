// The index of a text: where its structural characters and unescaped quotes stand.
import { bitsOf, carriedEscape, carriedString, escapedIn, startBlocks, stringsIn } from "./block";

/** Bits of `structureFlags`. */
export const HAS_ESCAPE: u32 = 1;
/** A byte below 0x20 inside a string, which JSON forbids (RFC 8259, 7). */
export const HAS_CONTROL: u32 = 2;
/** A byte of 0x80 or above. */
export const HAS_NON_ASCII: u32 = 4;
/** The text ends inside a string. */
export const IS_OPEN: u32 = 8;
/** White space between tokens. */
export const HAS_SPACE: u32 = 16;

let flags: u32 = 0;

/** What the last call of `structure` noticed on its way. */
export function structureFlags(): u32 {
  return flags;
}

/**
 * Writes to `into` the addresses, as u32 in ascending order, of every `{}[]:,` outside of strings and of every unescaped
 * quote, opening and closing; returns how many. Reads 64 bytes a step: the bytes between `until` and the end of its step
 * must be readable, and are not looked at. `into` needs room for 4 bytes for each byte of text, and 64 more.
 */
export function structure(from: usize, until: usize, into: usize): u32 {
  startBlocks();
  flags = 0;
  let to = into;
  for (let at = from; at < until; at += 64) {
    const rest = until - at;
    to = indexBlock(at, rest < 64 ? ((<u64>1) << rest) - 1 : ~(<u64>0), to);
  }
  if (carriedString !== 0 || carriedEscape !== 0) flags |= IS_OPEN;
  return <u32>((to - into) >> 2);
}

@inline
function indexBlock(at: usize, within: u64, to: usize): usize {
  const v0 = v128.load(at);
  const v1 = v128.load(at, 16);
  const v2 = v128.load(at, 32);
  const v3 = v128.load(at, 48);
  const backslashes = equalTo(v0, v1, v2, v3, 0x5c) & within;
  const quotes = equalTo(v0, v1, v2, v3, 0x22) & within & ~escapedIn(backslashes);
  const strings = stringsIn(quotes);
  const controls = bitsOf(below32(v0), below32(v1), below32(v2), below32(v3)) & within;
  const spaces = (controls | equalTo(v0, v1, v2, v3, 0x20)) & within & ~strings;
  if (backslashes !== 0) flags |= HAS_ESCAPE;
  if ((controls & strings) !== 0) flags |= HAS_CONTROL;
  if (spaces !== 0) flags |= HAS_SPACE;
  if ((bitsOf(v0, v1, v2, v3) & within) !== 0) flags |= HAS_NON_ASCII;
  const structural = bitsOf(structuralIn(v0), structuralIn(v1), structuralIn(v2), structuralIn(v3));
  return positions((structural & within & ~strings) | quotes, at, to);
}

/** Writes the places of the set bits, eight at a time: what is written too much is written over by the next. */
@inline
function positions(bits: u64, at: usize, to: usize): usize {
  const end = to + (<usize>popcnt(bits) << 2);
  for (let next = to; bits !== 0; next += 32) {
    for (let i: usize = 0; i < 32; i += 8) {
      store<u32>(next + i, <u32>(at + <usize>ctz(bits)));
      bits &= bits - 1;
      store<u32>(next + i, <u32>(at + <usize>ctz(bits)), 4);
      bits &= bits - 1;
    }
  }
  return end;
}

@inline
function equalTo(v0: v128, v1: v128, v2: v128, v3: v128, byte: i8): u64 {
  const wanted = i8x16.splat(byte);
  return bitsOf(i8x16.eq(v0, wanted), i8x16.eq(v1, wanted), i8x16.eq(v2, wanted), i8x16.eq(v3, wanted));
}

@inline
function below32(v: v128): v128 {
  return i8x16.eq(i8x16.min_u(v, i8x16.splat(0x1f)), v);
}

/** `[` and `{`, `]` and `}` differ by one bit. */
@inline
function structuralIn(v: v128): v128 {
  const folded = v128.or(v, i8x16.splat(0x20));
  const brackets = v128.or(i8x16.eq(folded, i8x16.splat(0x7b)), i8x16.eq(folded, i8x16.splat(0x7d)));
  return v128.or(brackets, v128.or(i8x16.eq(v, i8x16.splat(0x2c)), i8x16.eq(v, i8x16.splat(0x3a))));
}
