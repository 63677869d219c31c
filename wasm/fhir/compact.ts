// Takes the white space between tokens out of a text.
import { bitsOf, escapedIn, startBlocks, stringsIn } from "./block";

/**
 * Writes the text without white space outside of strings; how many bytes, or 0 where two tokens would grow into one
 * (`1 2`), which no JSON has. Behind `to` there must be room for the text and 64 bytes, which are left zero.
 */
export function compact(from: usize, until: usize, to: usize): usize {
  const start = to;
  let last: u32 = 0;
  let wasSpace = false;
  startBlocks();
  for (let at = from; at < until; at += 64) {
    const rest = until - at;
    const spaces = spacesAt(at);
    let kept = ~spaces & (rest < 64 ? ((<u64>1) << rest) - 1 : ~(<u64>0));
    while (kept !== 0) {
      const first = <usize>ctz(kept);
      const run = runFrom(kept, first);
      if ((first > 0 || wasSpace) && joins(last, load<u8>(at + first))) return 0;
      memory.copy(to, at + first, run);
      to += run;
      last = load<u8>(to - 1);
      kept = first + run > 63 ? 0 : kept & (~(<u64>0) << (first + run));
    }
    wasSpace = <i64>spaces < 0;
  }
  memory.fill(to, 0, 64);
  return to - start;
}

/** How many bits are set in a row from `first` on. */
@inline
function runFrom(bits: u64, first: usize): usize {
  return min(<usize>ctz(~(bits >> first)), 64 - first);
}

@inline
function spacesAt(at: usize): u64 {
  const v0 = v128.load(at);
  const v1 = v128.load(at, 16);
  const v2 = v128.load(at, 32);
  const v3 = v128.load(at, 48);
  const backslash = i8x16.splat(0x5c);
  const quote = i8x16.splat(0x22);
  const backslashes = bitsOf(
    i8x16.eq(v0, backslash),
    i8x16.eq(v1, backslash),
    i8x16.eq(v2, backslash),
    i8x16.eq(v3, backslash),
  );
  const escaped = escapedIn(backslashes);
  const quotes = bitsOf(i8x16.eq(v0, quote), i8x16.eq(v1, quote), i8x16.eq(v2, quote), i8x16.eq(v3, quote));
  const strings = stringsIn(quotes & ~escaped);
  return bitsOf(spacesIn(v0), spacesIn(v1), spacesIn(v2), spacesIn(v3)) & ~strings;
}

@inline
function spacesIn(v: v128): v128 {
  const lines = v128.or(i8x16.eq(v, i8x16.splat(0x0a)), i8x16.eq(v, i8x16.splat(0x0d)));
  return v128.or(lines, v128.or(i8x16.eq(v, i8x16.splat(0x20)), i8x16.eq(v, i8x16.splat(0x09))));
}

@inline
export function isSpace(byte: u32): bool {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** True for two bytes that belong to scalars other than strings. */
@inline
function joins(before: u32, behind: u32): bool {
  return isOfToken(before) && isOfToken(behind);
}

@inline
function isOfToken(byte: u32): bool {
  const bracket = byte | 0x20;
  return byte !== 0x2c && byte !== 0x3a && byte !== 0x22 && byte !== 0 && bracket !== 0x7b && bracket !== 0x7d;
}
