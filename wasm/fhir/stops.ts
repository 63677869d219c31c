// Where strings end or are interrupted: one bit for each byte of a text that is a quote, a backslash or below 0x20.
import { bitsOf } from "./block";

/** Where the bits of an address stand: at its number of blocks of 64, times 8, beyond this. */
let bias: usize = 0;

/** Uses the bits at `bits` for the text that begins at `text`, both at multiples of 64. */
@inline
export function useStops(text: usize, bits: usize): void {
  bias = bits - (text >> 3);
}

/**
 * Writes the bits of a text, up to the block behind its end, whose zeros are stops: nothing runs on from there; true when all
 * of it is ASCII.
 * `bits` needs room for an eighth of the text and 24 bytes.
 */
export function findStops(text: usize, until: usize, bits: usize): bool {
  let all = i8x16.splat(0);
  for (let at = text; at <= until; at += 64) {
    const v0 = v128.load(at);
    const v1 = v128.load(at, 16);
    const v2 = v128.load(at, 32);
    const v3 = v128.load(at, 48);
    store<u64>(bits, bitsOf(stopsIn(v0), stopsIn(v1), stopsIn(v2), stopsIn(v3)));
    all = v128.or(v128.or(all, v128.or(v0, v1)), v128.or(v2, v3));
    bits += 8;
  }
  store<u64>(bits, ~(<u64>0));
  return i8x16.bitmask(all) === 0;
}

@inline
export function stopsIn(v: v128): v128 {
  const quotes = i8x16.eq(v, i8x16.splat(0x22));
  const backslashes = i8x16.eq(v, i8x16.splat(0x5c));
  const controls = i8x16.eq(i8x16.min_u(v, i8x16.splat(0x1f)), v);
  return v128.or(v128.or(quotes, backslashes), controls);
}

/** The stops among the 64 bytes from `at` on. */
@inline
export function stopsAt(at: usize): u64 {
  const word = ((at >> 6) << 3) + bias;
  const shift = at & 63;
  return (load<u64>(word) >> shift) | ((load<u64>(word, 8) << 1) << (63 ^ shift));
}

/** The first stop at `at` or behind it. */
@inline
export function stopFrom(at: usize): usize {
  const stops = stopsAt(at);
  return stops !== 0 ? at + <usize>ctz(stops) : stopBehind(at);
}

function stopBehind(at: usize): usize {
  let stops: u64 = 0;
  do {
    at += 64;
    stops = stopsAt(at);
  } while (stops === 0);
  return at + <usize>ctz(stops);
}
