import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../kernel/clock.ts";

/** How far a run is; `total` null: not known. */
export interface Progress {
  readonly done: number;
  readonly total: number | null;
}

export type RunState<T> =
  | { readonly kind: "ready"; readonly value: T }
  | ({ readonly kind: "running" } & Progress);

interface Run<T> {
  readonly startedAt: number;
  readonly value: Promise<T>;
  progress: Progress;
  endedAt: number | null;
}

export interface RunsOptions {
  readonly clock: Clock;
  /** How long the one who asks is kept waiting before being told how far it is. */
  readonly waitMs: number;
  /** How long a result is given again. */
  readonly keepMs: number;
}

/** At most this many results are kept; the oldest goes first. What still runs is never let go of. */
const KEPT = 16;
/** Counted side by side; the rest wait in line, so that many questions of one person slow nobody down for long. */
const AT_ONCE = 2;

/**
 * Long counts, each done once for everyone who asks the same meanwhile. Who asks waits a while for the result and is
 * told the progress after that; asking again goes on waiting. A count that fails rejects, and is not kept.
 */
export function createRuns<T>({ clock, waitMs, keepMs }: RunsOptions) {
  const runs = new Map<string, Run<T>>();
  const inLine = createLine(AT_ONCE);

  function begin(key: string, work: (told: (progress: Progress) => void) => Promise<T>): Run<T> {
    const progress: Progress = { done: 0, total: null };
    const value = inLine(() => work((told) => (run.progress = told)));
    const run: Run<T> = { startedAt: clock.now(), value, progress, endedAt: null };
    value.then(
      () => (run.endedAt = clock.now()),
      () => runs.delete(key),
    );
    runs.set(key, run);
    const ended = [...runs].filter(([, { endedAt }]) => endedAt !== null);
    for (const [old] of ended.slice(0, Math.max(0, ended.length - KEPT))) runs.delete(old);
    return run;
  }

  return async (
    key: string,
    work: (told: (progress: Progress) => void) => Promise<T>,
  ): Promise<RunState<T>> => {
    const known = runs.get(key);
    const isOld = known?.endedAt != null && clock.now() - known.endedAt >= keepMs;
    const run = known === undefined || isOld ? begin(key, work) : known;
    const waited = new AbortController();
    const late = sleep(waitMs, null, { signal: waited.signal, ref: false }).catch(() => null);
    const first = await Promise.race([run.value.then((value) => ({ value })), late]);
    waited.abort();
    return first === null ? { kind: "running", ...run.progress } : { kind: "ready", value: first.value };
  };
}

/** Has at most so many things done at once, the others in the order they came. */
function createLine(atOnce: number) {
  const waiting: (() => void)[] = [];
  let free = atOnce;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((go) => waiting.push(go));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
