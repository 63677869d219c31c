/** Two sides timed in turn, in one process. */
import type { BenchSettings, Measured } from "./types.ts";

/** One contender. `work` does some of it and tells how many units (operations, bytes) it did. */
export interface Side {
  work(): number | Promise<number>;
}

interface Round {
  /** Units a second of wall time, and of CPU time of this process. */
  readonly wall: number;
  readonly cpu: number;
}

/**
 * Interleaves rounds of both sides, the first of which warms up and is not counted. `scale` turns units a second into
 * the row's unit; `asCost` where less is better: then it is given the seconds of one unit.
 */
export async function compare(
  { ours, theirs }: { readonly ours: Side; readonly theirs: Side },
  { rounds, roundMs }: BenchSettings,
  scale:
    | { readonly rate: (unitsPerSecond: number) => number }
    | { readonly cost: (secondsPerUnit: number) => number },
): Promise<Measured> {
  const own: Round[] = [];
  const peer: Round[] = [];
  for (let round = -1; round < Math.max(7, rounds); round++) {
    // In turn first: what one leaves behind (heap, caches) is not always the other's to bear.
    const order: readonly (readonly [Side, Round[]])[] = [
      [ours, own],
      [theirs, peer],
    ];
    for (const [side, into] of round % 2 === 0 ? order : order.toReversed()) {
      const timed = await timeRound(side, roundMs);
      if (round >= 0) into.push(timed);
    }
  }
  const shown = (perSecond: number): number =>
    "rate" in scale ? scale.rate(perSecond) : scale.cost(1 / perSecond);
  return {
    ratio: median(own.map(({ wall }, at) => wall / (peer[at]?.wall ?? Number.NaN))),
    cpuRatio: median(own.map(({ cpu }, at) => cpu / (peer[at]?.cpu ?? Number.NaN))),
    ours: shown(median(own.map(({ wall }) => wall))),
    theirs: shown(median(peer.map(({ wall }) => wall))),
    rounds: own.length,
  };
}

async function timeRound(side: Side, leastMs: number): Promise<Round> {
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  let units = 0;
  let wallMs = 0;
  while (wallMs < leastMs) {
    const done = side.work();
    units += typeof done === "number" ? done : await done;
    wallMs = performance.now() - start;
  }
  const { user, system } = process.cpuUsage(cpuBefore);
  return { wall: (units / wallMs) * 1e3, cpu: (units / (user + system)) * 1e6 };
}

/** The middle value; of an even number the upper of the two. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
