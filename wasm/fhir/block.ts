// Sixty-four bytes at a time, as bits: bit i of a mask stands for byte i of the block (as simdjson's first stage does it,
// Langdale and Lemire, "Parsing gigabytes of JSON per second", 2019).

/** Gathers the sign bits of four vectors. */
@inline
export function bitsOf(v0: v128, v1: v128, v2: v128, v3: v128): u64 {
  return (
    (<u64>(<u32>i8x16.bitmask(v0))) |
    ((<u64>(<u32>i8x16.bitmask(v1))) << 16) |
    ((<u64>(<u32>i8x16.bitmask(v2))) << 32) |
    ((<u64>(<u32>i8x16.bitmask(v3))) << 48)
  );
}

/** Each bit becomes the parity of the bits up to and with it: from quotes, what lies between them. */
@inline
export function prefixXor(bits: u64): u64 {
  bits ^= bits << 1;
  bits ^= bits << 2;
  bits ^= bits << 4;
  bits ^= bits << 8;
  bits ^= bits << 16;
  return bits ^ (bits << 32);
}

const EVEN: u64 = 0x5555555555555555;
const ODD: u64 = 0xaaaaaaaaaaaaaaaa;

/** What one block leaves to the next: whether its first byte is escaped (0 or 1), and whether a string is open (0 or all). */
export let carriedEscape: u64 = 0;
export let carriedString: u64 = 0;

/** Before the first block of a text. */
@inline
export function startBlocks(): void {
  carriedEscape = 0;
  carriedString = 0;
}

/** Bytes that stand behind an odd run of backslashes; carries into the next block. */
@inline
export function escapedIn(backslashes: u64): u64 {
  if ((backslashes | carriedEscape) === 0) return 0;
  backslashes &= ~carriedEscape;
  const follows = (backslashes << 1) | carriedEscape;
  const oddStarts = backslashes & ODD & ~follows;
  const ends = oddStarts + backslashes;
  carriedEscape = ends < oddStarts ? 1 : 0;
  return (EVEN ^ (ends << 1)) & follows;
}

/** From the unescaped quotes of a block: its bytes from an opening quote up to, without, the closing one. */
@inline
export function stringsIn(quotes: u64): u64 {
  const strings = prefixXor(quotes) ^ carriedString;
  carriedString = <u64>((<i64>strings) >> 63);
  return strings;
}
