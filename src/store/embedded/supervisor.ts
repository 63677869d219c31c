import type { ChildProcess } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { stopServer } from "./process.ts";

/** `restarting`: it ended by itself and is being started again; `gone`: that failed often, and is tried now and then. */
export type ServerState = "running" | "restarting" | "gone";

/** A server that is kept alive. */
export interface Supervised {
  state(): ServerState;
  /** Stops it, and starts it no more. */
  stop(): Promise<void>;
  /** Without waiting, for the end of this process. */
  kill(): void;
}

export interface RestartPace {
  /** Before the first attempt; doubled after each that failed, up to `longestMs`. */
  readonly backoffMs: number;
  readonly longestMs: number;
  /** Attempts before it counts as gone; counted anew once the server has run for `healthyMs`. */
  readonly attempts: number;
  readonly healthyMs: number;
}

export const PACE: RestartPace = { backoffMs: 500, longestMs: 30_000, attempts: 6, healthyMs: 60_000 };

/**
 * Starts a server again when it ends by itself, after pauses that grow: one that cannot run must not be started over and over,
 * and one whose disk has room again must come back without a hand. `start` rejects when the server does not come up.
 */
export function supervise(
  first: ChildProcess,
  start: () => Promise<ChildProcess>,
  pace: RestartPace = PACE,
): Supervised {
  let child = first;
  let state: ServerState = "running";
  let failures = 0;
  const stopping = new AbortController();
  let restarting: Promise<void> = Promise.resolve();

  function watch(): void {
    const since = performance.now();
    child.once("exit", () => {
      if (stopping.signal.aborted) return;
      if (performance.now() - since >= pace.healthyMs) failures = 0;
      state = "restarting";
      restarting = restart();
    });
  }

  async function restart(): Promise<void> {
    for (; ; failures += 1) {
      if (failures >= pace.attempts) state = "gone";
      const pause = Math.min(pace.longestMs, pace.backoffMs * 2 ** failures);
      await wait(pause, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      const started = await start().catch(() => null);
      if (started === null) continue;
      failures += 1;
      child = started;
      state = "running";
      return watch();
    }
  }

  watch();
  return {
    state: () => state,
    stop: async () => {
      stopping.abort();
      await restarting;
      await stopServer(child);
    },
    kill: () => void child.kill("SIGINT"),
  };
}
