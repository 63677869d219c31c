import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "../kernel/clock.ts";
import { AppError, type ErrorCode } from "../kernel/errors.ts";
import type { RecordSealer } from "../keys/ports.ts";
import type { NewEntry, RecordStore } from "./ports.ts";
import { type RecordPage, type RecordQuery, searchRecord } from "./search.ts";
import { storedEntryOf } from "./stored-entry.ts";
import { isTooLong } from "./tree/leaf.ts";
import type { AuditEntry } from "./types.ts";

/** Writes and reads the record. */
export interface Recorder {
  /**
   * INVARIANT: resolves only after the entry is durable (45 CFR 164.312(b)).
   * @throws AppError `record_unavailable` when it is not, at the latest after twice the commit timeout.
   */
  record(entry: AuditEntry): Promise<void>;
  /** Newest first. Without `withPatients` nothing patient-linked is unsealed. */
  search(query: RecordQuery, withPatients: boolean): Promise<RecordPage>;
  health(): RecorderHealth;
  /** Takes no more entries, and resolves when those it took are written or have failed. */
  close(): Promise<void>;
}

export interface RecorderHealth {
  /** Entries that are not yet durable. */
  readonly waiting: number;
  /** How long the oldest of them has waited, in milliseconds. */
  readonly lagMs: number;
  /** Why the last batch failed; null when it did not. */
  readonly failing: ErrorCode | null;
}

export interface RecorderLimits {
  /** Entries that may wait at once; one more is rejected. */
  readonly waiting: number;
  /** Entries in one commit. */
  readonly batch: number;
  readonly commitTimeoutMs: number;
}

const LIMITS: RecorderLimits = { waiting: 10_000, batch: 1_000, commitTimeoutMs: 5_000 };

interface Waiting {
  readonly entry: NewEntry;
  /** Without a fault: the entry is durable. */
  readonly settled: (fault?: AppError) => void;
}

/**
 * A recorder with group commit: entries that come while a batch is being committed go together in the next,
 * so that many callers share one flush to disk and a single caller waits for no timer.
 */
export function createRecorder(
  store: RecordStore,
  sealer: RecordSealer,
  clock: Clock,
  limits: RecorderLimits = LIMITS,
): Recorder {
  const batches = groupCommitTo(store, limits);
  /** Admitted and neither durable nor failed: being sealed, queued or in flight. */
  const admitted = new Map<string, number>();
  let closed = false;

  /** One promise from here to the caller: what is allocated for each entry is what the record costs most. */
  function admit(entry: AuditEntry): Promise<void> {
    admitted.set(entry.id, clock.now());
    return new Promise((resolve, reject) => {
      const settled = (fault?: AppError): void => {
        admitted.delete(entry.id);
        if (fault === undefined) resolve();
        else reject(fault);
      };
      storedEntryOf(entry, sealer).then(
        (sealed) => {
          if (isTooLong(sealed)) settled(unavailable("the entry is too long for the log"));
          else batches.add({ entry: sealed, settled });
        },
        (cause: unknown) => settled(unavailable("the entry could not be sealed", cause)),
      );
    });
  }

  return {
    record(entry) {
      if (closed) return refused("the record is closed");
      if (admitted.size >= limits.waiting) return refused("too many entries wait to be written");
      if (admitted.has(entry.id)) return refused("an entry with this id is being written");
      return admit(entry);
    },
    search: (query, withPatients) => searchRecord(store, sealer, query, withPatients),
    health() {
      const [oldest] = admitted.values();
      const lagMs = oldest === undefined ? 0 : Math.max(0, clock.now() - oldest);
      return { waiting: admitted.size, lagMs, failing: batches.failing() };
    },
    async close() {
      closed = true;
      while (admitted.size > 0) await wait(1);
    },
  };
}

interface GroupCommit {
  add(one: Waiting): void;
  /** Why the last batch failed; null when it did not. */
  failing(): ErrorCode | null;
}

function groupCommitTo(store: RecordStore, limits: RecorderLimits): GroupCommit {
  const queue: Waiting[] = [];
  /** Batches that were handed to the store, of which it writes one after another. */
  let inFlight = 0;
  let gathering = false;
  let failing: ErrorCode | null = null;

  async function commit(batch: readonly Waiting[]): Promise<void> {
    try {
      await within(limits.commitTimeoutMs, store.append(batch.map(({ entry }) => entry)));
      failing = null;
      void release(batch);
    } catch (cause) {
      failing = cause instanceof AppError ? cause.code : "internal";
      for (const { settled } of batch) settled(unavailable("the entry could not be written", cause));
    }
    inFlight -= 1;
    if (inFlight === 0 && queue.length >= BUSY && queue.length < limits.batch) void gather(wait(GATHERED_MS));
    else handOn();
  }

  /** A full batch is handed on while one is being written, so that it is hashed and signed meanwhile. */
  function handOn(): void {
    while (queue.length > 0 && (inFlight === 0 || (inFlight === 1 && queue.length >= limits.batch))) {
      inFlight += 1;
      void commit(queue.splice(0, limits.batch));
    }
  }

  /** Those who come in one turn of the event loop go together: the first alone would have them wait for its flush. */
  async function gather(moment: Promise<void>): Promise<void> {
    gathering = true;
    await moment;
    gathering = false;
    handOn();
  }

  return {
    add(one) {
      queue.push(one);
      if (inFlight > 0 || queue.length >= limits.batch) handOn();
      else if (!gathering) void gather(nextTurn());
    },
    failing: () => failing,
  };
}

/** Where so many wait when a batch is durable, it is a busy time: more are on their way, and a flush each is dear. */
const BUSY = 4;
const GATHERED_MS = 2;

/** How many callers go on in one turn of the event loop. */
const TURN = 64;

/**
 * Tells callers that their entry is durable. Those of a large batch go on in turns: what they do next must hold up
 * neither the next batch on its way to the database nor anybody else.
 */
async function release(batch: readonly Waiting[]): Promise<void> {
  for (let at = 0; at < batch.length; at += TURN) {
    if (batch.length > TURN) await nextTurn();
    for (const { settled } of batch.slice(at, at + TURN)) settled();
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function within(timeoutMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(unavailable("the commit took too long")), timeoutMs);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function refused(what: string): Promise<never> {
  return Promise.reject(unavailable(what));
}

function unavailable(what: string, cause?: unknown): AppError {
  return new AppError("record_unavailable", what, { cause });
}
