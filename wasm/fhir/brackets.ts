// Where a container ends, by its brackets alone: fast, and blind to everything else that may be wrong in it.
import { bitsOf, carriedEscape, escapedIn, startBlocks, stringsIn } from "./block";
import { stopsIn } from "./stops";

/** Where the brackets of an address stand: at its number of blocks of 64, times 16, beyond this. */
let bias: usize = 0;
const CLOSING: usize = 8;

/**
 * As `findStops`, and writes to `brackets` for each block the bits of the brackets outside of strings that open, and of
 * those that close: 16 bytes for each 64 of text, and 16 more.
 */
export function findBrackets(text: usize, until: usize, stops: usize, brackets: usize): bool {
  let all = i8x16.splat(0);
  bias = brackets - (text >> 2);
  startBlocks();
  for (let at = text; at <= until; at += 64) {
    const v0 = v128.load(at);
    const v1 = v128.load(at, 16);
    const v2 = v128.load(at, 32);
    const v3 = v128.load(at, 48);
    let quotes = equalTo(v0, v1, v2, v3, 0x22);
    const odd0 = v128.or(oddIn(v0), oddIn(v1));
    const odd1 = v128.or(oddIn(v2), oddIn(v3));
    store<u64>(stops, quotes);
    // Most blocks have neither escapes nor white space.
    if (v128.any_true(v128.or(odd0, odd1)) || carriedEscape !== 0) {
      store<u64>(stops, bitsOf(stopsIn(v0), stopsIn(v1), stopsIn(v2), stopsIn(v3)));
      quotes &= ~escapedIn(equalTo(v0, v1, v2, v3, 0x5c));
    }
    const outside = ~stringsIn(quotes);
    // `[` and `{`, `]` and `}` differ by one bit.
    const fold = i8x16.splat(0x20);
    const f0 = v128.or(v0, fold);
    const f1 = v128.or(v1, fold);
    const f2 = v128.or(v2, fold);
    const f3 = v128.or(v3, fold);
    store<u64>(brackets, equalTo(f0, f1, f2, f3, 0x7b) & outside);
    store<u64>(brackets, equalTo(f0, f1, f2, f3, 0x7d) & outside, CLOSING);
    all = v128.or(v128.or(all, v128.or(v0, v1)), v128.or(v2, v3));
    stops += 8;
    brackets += 16;
  }
  store<u64>(stops, ~(<u64>0));
  return i8x16.bitmask(all) === 0;
}

/** Behind the object or list at `at` of the text that `findBrackets` looked at, which ends at `until`; 0: it does not end. */
export function bracketsEnd(at: usize, until: usize): usize {
  let within = ~(<u64>0) << (at & 63);
  let depth: u64 = 0;
  for (let block = at & ~63; block < until; block += 64) {
    const place = (block >> 2) + bias;
    const opens = load<u64>(place) & within;
    const closes = load<u64>(place, CLOSING) & within;
    const closing = popcnt(closes);
    within = ~(<u64>0);
    if (closing >= depth) {
      const end = endIn(opens, closes, depth);
      if (end !== 0) return block + end > until ? 0 : block + end;
    }
    depth += popcnt(opens) - closing;
  }
  return 0;
}

/** Behind the bracket of a block that closes the last of `depth` and of those that open before it; 0: none does. */
function endIn(opens: u64, closes: u64, depth: u64): usize {
  let closed: u64 = 0;
  while (closes !== 0) {
    const lowest = closes & (0 - closes);
    closed++;
    if (depth + popcnt(opens & (lowest - 1)) === closed) return <usize>ctz(closes) + 1;
    closes ^= lowest;
  }
  return 0;
}

/** Backslashes, and what is below 0x20. */
@inline
function oddIn(v: v128): v128 {
  return v128.or(i8x16.eq(v, i8x16.splat(0x5c)), i8x16.eq(i8x16.min_u(v, i8x16.splat(0x1f)), v));
}

@inline
function equalTo(v0: v128, v1: v128, v2: v128, v3: v128, byte: i8): u64 {
  const wanted = i8x16.splat(byte);
  return bitsOf(i8x16.eq(v0, wanted), i8x16.eq(v1, wanted), i8x16.eq(v2, wanted), i8x16.eq(v3, wanted));
}
