import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

/** Times of one contender, milliseconds, one entry for each round. */
export interface Times {
  readonly wall: number[];
  readonly cpu: number[];
}

export function noTimes(): Times {
  return { wall: [], cpu: [] };
}

/** Runs once, and keeps how long that took. What the runs before left behind is not paid for by this one. */
export function measure(run: () => unknown, into: Times): void {
  collectGarbage();
  const cpuBefore = process.cpuUsage();
  const wallBefore = performance.now();
  run();
  const wall = performance.now() - wallBefore;
  const { user, system } = process.cpuUsage(cpuBefore);
  into.wall.push(wall);
  into.cpu.push((user + system) / 1000);
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
