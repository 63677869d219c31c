/** Chance that repeats: the same seed gives the same throws. For tests alone. */
export interface Dice {
  /** 0 to `end` - 1. */
  below(end: number): number;
  /** One of these; the same chance for each. Throws when there is none. */
  one<T>(items: readonly T[]): T;
  /** True once in `times`. */
  once(times: number): boolean;
  /** One of these by its weight. */
  weighed<T>(items: readonly (readonly [weight: number, item: T])[]): T;
}

/** mulberry32: 32 bits of state are enough for a scenario, and it costs next to nothing. */
export function createDice(seed: number): Dice {
  let state = seed >>> 0;
  const below = (end: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * end);
  };
  const one = <T>(items: readonly T[]): T => {
    if (items.length === 0) throw new Error("nothing to choose from");
    return items[below(items.length)] as T;
  };
  return {
    below,
    one,
    once: (times) => below(times) === 0,
    weighed: (items) => {
      let left = below(items.reduce((sum, [weight]) => sum + weight, 0));
      for (const [weight, item] of items) if ((left -= weight) < 0) return item;
      return one(items)[1];
    },
  };
}
