/**
 * A small seeded generator (sfc32 after Chris Doty-Humphrey, seeded by xmur3), so that a hospital
 * is a function of its seed alone. Every part of the world draws from its own named stream:
 * one more draw in one part leaves the others as they were.
 */
export class Random {
  readonly #path: string;
  readonly #draw: () => number;

  constructor(seed: string) {
    this.#path = seed;
    this.#draw = sfc32(seed);
  }

  /** An independent stream, named below this one. */
  stream(name: string | number): Random {
    return new Random(`${this.#path}/${name}`);
  }

  /** Uniform in [0, 1). */
  next(): number {
    return this.#draw();
  }

  /** Uniform integer in [low, high], both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.#draw() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.#draw() < probability;
  }

  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T {
    const chosen = list[Math.floor(this.#draw() * list.length)];
    if (chosen === undefined) throw new RangeError("pick from an empty list");
    return chosen;
  }

  /** One value, each as likely as its weight. */
  weighted<T>(choices: readonly (readonly [weight: number, value: T])[]): T {
    let left = this.#draw() * choices.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, value] of choices) {
      left -= weight;
      if (left < 0) return value;
    }
    return this.pick(choices)[1];
  }

  /** `count` different entries at most, in drawn order. */
  sample<T>(list: readonly T[], count: number): T[] {
    const rest = new Remaining(list.length);
    const drawn: T[] = [];
    while (drawn.length < count && rest.size > 0) {
      drawn.push(list[rest.take(Math.floor(this.#draw() * rest.size))] as T);
    }
    return drawn;
  }

  /** An entry of a list ordered by frequency: the k-th is drawn with weight 1/k (Zipf's law). */
  zipf<T>(list: readonly T[]): T {
    return this.weighted(list.map((value, index) => [1 / (index + 1), value] as const));
  }

  /** Sum of three uniforms: bell-shaped around `mean`, never further than `spread` away. */
  around(mean: number, spread: number): number {
    return mean + ((this.#draw() + this.#draw() + this.#draw()) / 1.5 - 1) * spread;
  }

  /** `count` decimal digits, the first not zero. */
  digits(count: number): string {
    let text = String(this.int(1, 9));
    while (text.length < count) text += String(this.int(0, 9));
    return text;
  }
}

/** Positions not yet taken, found by rank in logarithmic time (Fenwick tree): a town is shuffled whole. */
class Remaining {
  size: number;
  readonly #counts: Int32Array;
  readonly #top: number;

  constructor(length: number) {
    this.size = length;
    this.#counts = Int32Array.from({ length: length + 1 }, (_, at) => at & -at);
    this.#top = length === 0 ? 0 : 2 ** Math.floor(Math.log2(length));
  }

  /** Takes the position that `rank` others left before it; both count from 0. */
  take(rank: number): number {
    let position = 0;
    let before = rank;
    for (let step = this.#top; step > 0; step >>= 1) {
      const count = this.#counts[position + step];
      if (count === undefined || count > before) continue;
      position += step;
      before -= count;
    }
    for (let at = position + 1; at < this.#counts.length; at += at & -at) {
      this.#counts[at] = (this.#counts[at] ?? 0) - 1;
    }
    this.size--;
    return position;
  }
}

function sfc32(seed: string): () => number {
  const word = xmur3(seed);
  let [a, b, c, counter] = [word(), word(), word(), word()];
  const step = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let warmup = 0; warmup < 12; warmup++) step();
  return step;
}

/** Where a key falls among `count` places: the same for the same key, evenly over many keys. */
export function placeOf(key: string, count: number): number {
  return xmur3(key)() % count;
}

function xmur3(text: string): () => number {
  let hash = 1_779_033_703 ^ text.length;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 3_432_918_353);
    hash = (hash << 13) | (hash >>> 19);
  }
  return () => {
    hash = Math.imul(hash ^ (hash >>> 16), 2_246_822_507);
    hash = Math.imul(hash ^ (hash >>> 13), 3_266_489_909);
    return (hash ^= hash >>> 16) >>> 0;
  };
}
