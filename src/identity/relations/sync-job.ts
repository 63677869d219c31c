import { AppError } from "../../kernel/errors.ts";
import { createRefreshGate, type RefreshLimits } from "./refresh.ts";
import type { Directory } from "./directory.ts";
import { directoryOf, refreshPatientFacts, type SyncOutcome, type SyncParts, syncRelations } from "./sync.ts";

/** Keeps relation facts fresh for as long as the process runs. */
export interface RelationSyncJob {
  /** Syncs now, and then again and again until `stop`. */
  start(): void;
  /** Resolves when a sync that began after this call, or shares its beginning, is done. */
  syncNow(): Promise<readonly SyncOutcome[]>;
  /** Asks the upstream about one patient, if the limits let it (REL-8). Never fails: a miss stays a miss. */
  refreshPatient(patientId: string): Promise<void>;
  /** True once every source was tried and one of them read, or there is none (REL-10). */
  ready(): boolean;
  stop(): Promise<void>;
}

export interface RelationSyncOptions extends SyncParts {
  /** Between the end of one sync and the start of the next; a third of the shortest bound on staleness is good. */
  readonly intervalMs?: number;
  /** The same after a sync in which no source was read. */
  readonly retryMs?: number;
  readonly limits?: RefreshLimits;
  /** Facts have changed: what was cached of them is old. */
  readonly changed: () => void;
  /** A sync failed as a whole, or sources in it did. No PHI: source ids and error codes. */
  readonly report: (failures: readonly { readonly source: string; readonly code: string }[]) => void;
}

const INTERVAL_MS = 5 * 60_000;
const RETRY_MS = 10_000;

/** One job for a process; two processes that sync the same database replace the same facts, which does no harm. */
export function createRelationSyncJob(options: RelationSyncOptions): RelationSyncJob {
  const mayRefresh = createRefreshGate(options.clock, options.limits);
  // One patient's refresh takes the directory of the last sync: people change places less often than charts.
  let directory: Promise<Directory> | undefined;
  let running: Promise<readonly SyncOutcome[]> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let isReady = false;

  function readAnew(): Promise<Directory> {
    const reading = directoryOf(options);
    directory = reading;
    reading.catch(() => (directory = undefined));
    return reading;
  }

  async function sync(): Promise<readonly SyncOutcome[]> {
    const outcomes = await syncRelations({ ...options, directory: readAnew });
    const read = outcomes.filter(({ result }) => "facts" in result);
    if (read.length > 0 || outcomes.length === 0) isReady = true;
    options.changed();
    const failures = outcomes.flatMap(({ source, result }) =>
      "failure" in result ? [{ source, code: result.failure }] : [],
    );
    if (failures.length > 0) options.report(failures);
    return outcomes;
  }

  function syncOnce(): Promise<readonly SyncOutcome[]> {
    running ??= sync().finally(() => (running = undefined));
    return running;
  }

  async function round(): Promise<void> {
    let wait = options.intervalMs ?? INTERVAL_MS;
    try {
      await syncOnce();
      if (!isReady) wait = options.retryMs ?? RETRY_MS;
    } catch (fault) {
      wait = options.retryMs ?? RETRY_MS;
      options.report([{ source: "all", code: fault instanceof AppError ? fault.code : "internal" }]);
    }
    if (!stopped) timer = setTimeout(() => void round(), wait);
  }

  return {
    start: () => void round(),
    async syncNow() {
      await running?.catch(() => undefined);
      return syncOnce();
    },
    async refreshPatient(patientId) {
      if (stopped || !mayRefresh(patientId)) return;
      const parts = { ...options, directory: () => directory ?? readAnew() };
      await refreshPatientFacts(parts, patientId).then(options.changed, (fault: unknown) => {
        options.report([{ source: "refresh", code: fault instanceof AppError ? fault.code : "internal" }]);
      });
    },
    ready: () => isReady,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running?.catch(() => undefined);
    },
  };
}
