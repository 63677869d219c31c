/** Times of one contender, milliseconds, one entry for each round. */
export interface Times {
  readonly wall: number[];
  readonly cpu: number[];
}

function noTimes(): Times {
  return { wall: [], cpu: [] };
}

/** Runs once, and keeps how long that took. */
function measure(run: () => unknown, into: Times): void {
  const cpuBefore = process.cpuUsage();
  const wallBefore = performance.now();
  run();
  const wall = performance.now() - wallBefore;
  const { user, system } = process.cpuUsage(cpuBefore);
  into.wall.push(wall);
  into.cpu.push((user + system) / 1000);
}

const WARM_UP = 3;

/** The times of each, over so many rounds in which they take turns, after some that nobody counts. */
export function timed(runs: readonly (() => unknown)[], rounds: number): readonly Times[] {
  const contenders = runs.map((run) => ({ run, times: noTimes() }));
  for (let round = 0; round < WARM_UP + rounds; round++)
    for (const { run, times } of contenders) measure(run, round < WARM_UP ? noTimes() : times);
  return contenders.map(({ times }) => times);
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** `    12.34 ms wall    10.02 ms CPU`, of medians. */
export function timesText({ wall, cpu }: Times): string {
  return `${milliseconds(wall)} wall ${milliseconds(cpu)} CPU`;
}

function milliseconds(values: readonly number[]): string {
  return `${median(values).toFixed(2).padStart(8)} ms`;
}
