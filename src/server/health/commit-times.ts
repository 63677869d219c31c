import type { Clock } from "../../kernel/clock.ts";

/** How long the last group commits of the record took until they were durable. */
export interface CommitTimes {
  took(ms: number): void;
  /** Of the last ones, in milliseconds; null before the first. */
  last(): {
    readonly at: number;
    readonly ms: number;
    readonly slowestMs: number;
    readonly of: number;
  } | null;
}

const KEPT = 100;

/** Keeps the last hundred, so that one slow commit shows for a while and not for ever. */
export function createCommitTimes(clock: Clock): CommitTimes {
  const kept: number[] = [];
  let at = 0;
  return {
    took(ms) {
      kept.push(ms);
      if (kept.length > KEPT) kept.shift();
      at = clock.now();
    },
    last: () => {
      const ms = kept.at(-1);
      return ms === undefined ? null : { at, ms, slowestMs: Math.max(...kept), of: kept.length };
    },
  };
}
