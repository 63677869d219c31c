import type { Clock } from "../kernel/clock.ts";
import type { JobFiles, JobStore } from "./ports.ts";
import type { Job, JobKind } from "./types.ts";

export interface RunnerParts {
  readonly store: JobStore;
  readonly files: JobFiles;
  readonly kinds: readonly JobKind[];
  readonly clock: Clock;
  /** Told of every fault; a job's task is in no fault. */
  readonly onFault: (fault: unknown, job: Pick<Job, "id" | "kind"> | null) => void;
  readonly pace?: Partial<RunnerPace>;
}

/** In milliseconds, but `attempts`. */
export interface RunnerPace {
  /** Between two looks at an empty queue. */
  readonly idleMs: number;
  readonly leaseMs: number;
  /** After the first failed attempt at a step; doubled after each further one. */
  readonly retryMs: number;
  /** At one step, before the job has failed. */
  readonly attempts: number;
  /** Between two looks at what is to be cleared. */
  readonly clearMs: number;
}

const PACE: RunnerPace = { idleMs: 1_000, leaseMs: 30_000, retryMs: 1_000, attempts: 4, clearMs: 60_000 };

/** Does jobs, one after the other, until it is stopped. */
export interface Runner {
  start(): void;
  /** Looks at the queue at once. */
  wake(): void;
  /** Resolves when the step under way has ended; what is left goes on where another runner takes it up. */
  stop(): Promise<void>;
}

/**
 * A worker over the queue. Several may run over one store: a job is done by one at a time, under a lease.
 * INVARIANT: a step counts, and its parts stand, only once `advance` said so.
 */
export function createRunner(parts: RunnerParts): Runner {
  return new Worker(parts);
}

class Worker implements Runner {
  readonly #parts: RunnerParts;
  readonly #pace: RunnerPace;
  readonly #kinds: ReadonlyMap<string, JobKind>;
  #stopped = false;
  #wakeUp = (): void => {};
  #loop: Promise<void> | undefined;
  #clearedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
    this.#pace = { ...PACE, ...parts.pace };
    this.#kinds = new Map(parts.kinds.map((kind) => [kind.kind, kind]));
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  wake(): void {
    this.#wakeUp();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wakeUp();
    await this.#loop;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const worked = await this.#turn().catch((fault: unknown) => {
        this.#parts.onFault(fault, null);
        return false;
      });
      if (!worked) await this.#pause(this.#pace.idleMs);
    }
  }

  /** True when there was a job to do. */
  async #turn(): Promise<boolean> {
    const { store } = this.#parts;
    const { clearMs, leaseMs } = this.#pace;
    if (performance.now() - this.#clearedAt >= clearMs) {
      this.#clearedAt = performance.now();
      await clearLeftovers(this.#parts);
    }
    const job = await store.claim([...this.#kinds.keys()], leaseMs);
    const kind = job === null ? undefined : this.#kinds.get(job.kind);
    if (job === null || kind === undefined) return false;
    const renew = (): void => void store.renew(job.id, leaseMs).catch(() => undefined);
    const renewal = setInterval(renew, leaseMs / 3);
    try {
      await this.#work(job, kind);
    } finally {
      clearInterval(renewal);
    }
    return true;
  }

  async #work(claimed: Job, kind: JobKind): Promise<void> {
    let job = claimed;
    let failures = 0;
    while (!this.#stopped) {
      try {
        const next = await stepOf(this.#parts, kind, job);
        if (next === null) return;
        job = next;
        failures = 0;
      } catch (fault) {
        this.#parts.onFault(fault, job);
        failures += 1;
        if (failures >= this.#pace.attempts) return fail(this.#parts, kind, job);
        await this.#pause(this.#pace.retryMs * 2 ** (failures - 1));
      }
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.#stopped ? 0 : ms);
      this.#wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** The job after its next step; null: it has ended. */
async function stepOf({ store, clock }: RunnerParts, kind: JobKind, job: Job): Promise<Job | null> {
  if (job.step >= job.steps) {
    await store.end(job.id, "done", null, clock.now());
    return null;
  }
  const outcome = await kind.step(job);
  if (outcome.kind === "ended") {
    await store.end(job.id, outcome.state, outcome.reason, clock.now());
    return null;
  }
  const step = job.step + 1;
  return (await store.advance(job.id, step, outcome.parts, clock.now())) ? { ...job, step } : null;
}

async function fail({ store, clock, onFault }: RunnerParts, kind: JobKind, job: Job): Promise<void> {
  await kind.failed(job).catch((fault: unknown) => onFault(fault, job));
  await store.end(job.id, "failed", "release_interrupted", clock.now());
}

/** Files first: a row that says there is nothing left is true then. */
async function clearLeftovers({ store, files, clock }: RunnerParts): Promise<void> {
  for (const job of await store.leftovers(clock.now())) {
    if (job.state === "done") await store.end(job.id, "expired", null, clock.now());
    await files.removeAll(job.id);
    await store.clear(job.id);
  }
}
