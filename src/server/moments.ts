import { setTimeout as wait } from "node:timers/promises";
import type { MomentStatus } from "../api/backups/ports.ts";
import {
  type Archiver,
  type ArchiverParts,
  createArchiver,
  isBaseNeeded,
  renewBase,
} from "../backup/moments/archiver.ts";
import { reachableSpans, windowsOf } from "../backup/moments/window.ts";
import { AppError } from "../kernel/errors.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./telemetry/metrics.ts";

export interface MomentsParts extends ArchiverParts {
  readonly log: Log;
  readonly metrics: Pick<Metrics, "gauge">;
  readonly closers: (() => Promise<void>)[];
  /** Has a base copy made, and files what it came to. */
  readonly renew: () => Promise<void>;
}

/** The write-ahead log of the embedded database, kept as it grows. */
export interface OpenMoments {
  status(): Promise<MomentStatus>;
  check(): "ok" | "failing";
  start(): void;
}

/** What may be lost with the disk of the database: a segment is ended this often. */
const TICK_MS = 60_000;
const LOOK_MS = 1_000;
/** So long may something wait before it is an alarm. */
const LAG_MS = 300_000;
const BASE_RETRY_MS = 600_000;
/** Base copies that stay: one a night, so many days can be restored to. */
const BASES = 7;

/** Makes a base copy now. */
export function makeBase(parts: ArchiverParts): ReturnType<typeof renewBase> {
  return renewBase(parts, { at: Date.now(), keep: BASES });
}

/** Moments are those of the database's clock, which is the machine's. */
export async function openMoments(parts: MomentsParts): Promise<OpenMoments> {
  const archiver = await createArchiver(parts);
  const state = { waiting: 0, since: null as number | null, fault: null as string | null };
  const lagMs = (): number => (state.since === null ? 0 : Math.max(0, Date.now() - state.since));
  addGauges(parts.metrics, { waiting: () => state.waiting, lagMs });

  /** A fault is told once, and again after it went away. */
  async function attempt(what: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
      if (state.fault?.startsWith(what) === true) state.fault = null;
    } catch (fault) {
      const told = `${what}: ${fault instanceof AppError ? fault.message : "internal"}`;
      if (told !== state.fault) parts.log.fault(`${what} failed`, fault);
      state.fault = told;
    }
  }

  async function look(): Promise<void> {
    const { names, since } = await parts.database.waiting();
    Object.assign(state, { waiting: names.length, since });
    if (names.length === 0) return;
    await attempt(KEEPING, () => archiver.keepWaiting());
    const after = await parts.database.waiting();
    Object.assign(state, { waiting: after.names.length, since: after.since });
  }

  return {
    status: async () => ({
      windows: windowsOf(await reachableSpans(parts)),
      keptUntil: archiver.keptUntil(),
      waiting: state.waiting,
      lagMs: lagMs(),
      failure: state.fault,
    }),
    check: () => (state.fault === null && lagMs() < LAG_MS ? "ok" : "failing"),
    start: () => run(parts, archiver, { attempt, look }),
  };
}

const KEEPING = "keeping the write-ahead log";

interface Steps {
  readonly attempt: (what: string, work: () => Promise<unknown>) => Promise<void>;
  readonly look: () => Promise<void>;
}

function run(parts: MomentsParts, archiver: Archiver, { attempt, look }: Steps): void {
  const stopped = new AbortController();
  const pause = (ms: number): Promise<unknown> =>
    wait(ms, undefined, { signal: stopped.signal, ref: false }).catch(() => undefined);
  const every = async (ms: number, work: () => Promise<void>): Promise<void> => {
    while (!stopped.signal.aborted) {
      await work();
      await pause(ms);
    }
  };
  const base = async (): Promise<void> => {
    if (await isBaseNeeded(parts)) await parts.renew();
  };
  const running = Promise.all([
    every(LOOK_MS, () => attempt("reading what waits", look)),
    every(TICK_MS, () => attempt("ending a segment", () => archiver.tick())),
    every(BASE_RETRY_MS, () => attempt("making a base copy", base)),
  ]);
  parts.closers.push(async () => {
    stopped.abort();
    await running;
    // What was committed until now is kept, where that can be had; else it waits for the next start.
    await archiver.tick().catch(() => undefined);
    await look().catch(() => undefined);
  });
}

function addGauges(
  { gauge }: Pick<Metrics, "gauge">,
  { waiting, lagMs }: { readonly waiting: () => number; readonly lagMs: () => number },
): void {
  gauge({
    name: "backup_log_waiting_segments",
    help: "Segments of the write-ahead log that are not yet kept beside the backups.",
    read: () => [["", waiting()]],
  });
  gauge({
    name: "backup_log_lag_seconds",
    help: "How long the oldest of them has waited.",
    read: () => [["", lagMs() / 1_000]],
  });
}
