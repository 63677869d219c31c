// Masks of 64 bytes: bit i stands for the byte at `at + i`.

// @ts-ignore: decorator
@inline
function equal16(bytes: v128, to: v128): u64 {
  return <u64>(<u32>i8x16.bitmask(i8x16.eq(bytes, to)));
}

/** Bytes of the block of four vectors equal to the one that is splat over `to`. */
// @ts-ignore: decorator
@inline
export function equalMask(a: v128, b: v128, c: v128, d: v128, to: v128): u64 {
  return equal16(a, to) | (equal16(b, to) << 16) | (equal16(c, to) << 32) | (equal16(d, to) << 48);
}

/** Bit i: the parity of the bits up to and with i. */
// @ts-ignore: decorator
@inline
export function prefixXor(bits: u64): u64 {
  bits ^= bits << 1;
  bits ^= bits << 2;
  bits ^= bits << 4;
  bits ^= bits << 8;
  bits ^= bits << 16;
  return bits ^ (bits << 32);
}

/** Writes the address of each bit at `into`, four bytes each; what is written beyond the last is overwritten later. */
// @ts-ignore: decorator
@inline
export function writePositions(bits: u64, at: u32, into: u32): void {
  while (bits != 0) {
    store<u32>(into, at + <u32>ctz(bits));
    bits &= bits - 1;
    store<u32>(into, at + <u32>ctz(bits), 4);
    bits &= bits - 1;
    store<u32>(into, at + <u32>ctz(bits), 8);
    bits &= bits - 1;
    store<u32>(into, at + <u32>ctz(bits), 12);
    bits &= bits - 1;
    into += 16;
  }
}
