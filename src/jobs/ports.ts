import type { ReasonCode } from "../kernel/reasons.ts";
import type { Job, JobPart, JobQuery, JobState, NewJob } from "./types.ts";

/**
 * The queue. Implemented in store/, checked by one contract suite. A lease is a promise to be heard of again: who
 * does not renew it has died, and another process takes the job up where its last step ended.
 */
export interface JobStore {
  add(job: NewJob): Promise<void>;
  /** The oldest job of these kinds that waits, or whose lease ran out; from now on it runs under a lease of this length. */
  claim(kinds: readonly string[], leaseMs: number): Promise<Job | null>;
  /** False: the job ended meanwhile. */
  renew(id: string, leaseMs: number): Promise<boolean>;
  /** Counts a step as done, with what it made, both or neither. False: the job ended meanwhile, or another did the step. */
  advance(id: string, step: number, parts: readonly JobPart[], at: number): Promise<boolean>;
  /** Ends a job that goes on, or withdraws one that is done. False: it had ended otherwise already. */
  end(
    id: string,
    state: Exclude<JobState, "waiting" | "running">,
    reason: ReasonCode | null,
    at: number,
  ): Promise<boolean>;
  find(id: string): Promise<Job | undefined>;
  /** Newest first. */
  list(query: JobQuery): Promise<readonly Job[]>;
  /** In order; none of a job that is not done. */
  parts(id: string): Promise<readonly JobPart[]>;
  /** Jobs of which something is left to clear: those that did not come to `done`, and those whose time has come. */
  leftovers(now: number): Promise<readonly Job[]>;
  /** Forgets what the job was to do and what it made; that it was, and how it ended, stays. */
  clear(id: string): Promise<void>;
}

/** What jobs make, sealed at rest. */
export interface JobFiles {
  /** Resolves when it is on disk whole; replaces what stood there. */
  write(jobId: string, n: number, bytes: Uint8Array): Promise<void>;
  /** Null: there is none. */
  read(jobId: string, n: number): Promise<Uint8Array | null>;
  removeAll(jobId: string): Promise<void>;
}
