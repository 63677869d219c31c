// Where a container ends, by its brackets alone: fast, and blind to everything else that may be wrong in it.
import { bitsOf, escapedIn, startBlocks, stringsIn } from "./block";

/** Behind the object or list at `at` of a text that ends at `until`; 0 where it does not end. */
export function bracketsEnd(at: usize, until: usize): usize {
  let depth: u64 = 0;
  startBlocks();
  for (; at < until; at += 64) {
    const v0 = v128.load(at);
    const v1 = v128.load(at, 16);
    const v2 = v128.load(at, 32);
    const v3 = v128.load(at, 48);
    const backslashes = equalTo(v0, v1, v2, v3, 0x5c);
    const quotes = equalTo(v0, v1, v2, v3, 0x22);
    const outside = ~stringsIn(quotes & ~escapedIn(backslashes));
    // `[` and `{`, `]` and `}` differ by one bit.
    const fold = i8x16.splat(0x20);
    const f0 = v128.or(v0, fold);
    const f1 = v128.or(v1, fold);
    const f2 = v128.or(v2, fold);
    const f3 = v128.or(v3, fold);
    const opens = equalTo(f0, f1, f2, f3, 0x7b) & outside;
    const closes = equalTo(f0, f1, f2, f3, 0x7d) & outside;
    const closing = popcnt(closes);
    if (closing >= depth) {
      const end = at + endIn(opens, closes, depth);
      if (end > at) return end > until ? 0 : end;
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

@inline
function equalTo(v0: v128, v1: v128, v2: v128, v3: v128, byte: i8): u64 {
  const wanted = i8x16.splat(byte);
  return bitsOf(i8x16.eq(v0, wanted), i8x16.eq(v1, wanted), i8x16.eq(v2, wanted), i8x16.eq(v3, wanted));
}
