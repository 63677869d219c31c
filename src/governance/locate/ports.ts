import type { JsonObject } from "../../kernel/json.ts";
import type { LocateKey, LocateLimits, LocateLock } from "./types.ts";

/** A lookup that was admitted and counts as a miss until it is settled. */
export interface LocateAttempt {
  readonly id: string;
  readonly personId: string;
}

/** Counts lookups, and keeps the locks. Implemented in store/, checked by one contract suite. */
export interface LocateStore {
  /**
   * Admits a lookup and counts it as a miss, durably. `locked`: an open lock; `exhausted`: as many lookups, or misses
   * that are not settled yet, as the hour holds. INVARIANT: of lookups that come at once no more are admitted than one
   * after the other.
   */
  begin(personId: string, now: number, limits: LocateLimits): Promise<LocateAttempt | "locked" | "exhausted">;
  /** The lookup found somebody: it counts as a miss no longer. */
  settleHit(attempt: LocateAttempt): Promise<void>;
  /** It did not. One miss more than the limit raises the lock, once; null: it did not raise it. */
  settleMiss(
    attempt: LocateAttempt,
    now: number,
    limits: LocateLimits,
    lockId: string,
  ): Promise<LocateLock | null>;
  /** Open locks, the oldest first. */
  openLocks(): Promise<readonly LocateLock[]>;
  /** Closes an open lock; misses before count no longer. False: there is no such open lock. `why` is sealed at rest. */
  unlock(
    lockId: string,
    by: { readonly personId: string; readonly why: string; readonly at: number },
  ): Promise<boolean>;
}

/** Where patients are looked up; gives no fewer than match the key, and may give others. */
export interface PatientSource {
  /** @throws AppError `upstream_unreachable`, `upstream_invalid`, while it is read */
  candidates(key: LocateKey): AsyncIterable<JsonObject>;
}
