import type { LocateStore } from "../ports.ts";
import type { LocateLimits, LocateLock } from "../types.ts";

const HOUR = 3_600_000;

interface Attempt {
  readonly id: string;
  readonly personId: string;
  readonly at: number;
  missed: boolean;
}

interface Lock extends LocateLock {
  unlockedAt: number | null;
}

/** Lookups and locks in memory, for tests of what stands on them. It forgets, so nothing but a test may use it. */
export function memoryLocateStore(): LocateStore {
  const attempts: Attempt[] = [];
  const locks: Lock[] = [];

  function counted(personId: string, now: number): { lookups: number; misses: number } {
    const own = locks.filter((lock) => lock.personId === personId);
    const since = Math.max(now - HOUR, ...own.map(({ unlockedAt }) => unlockedAt ?? 0));
    const recent = attempts.filter((one) => one.personId === personId && one.at > since);
    return { lookups: recent.length, misses: recent.filter(({ missed }) => missed).length };
  }
  const openOf = (personId: string) =>
    locks.find((lock) => lock.personId === personId && lock.unlockedAt === null);

  return {
    async begin(personId, now, limits: LocateLimits) {
      if (openOf(personId) !== undefined) return "locked";
      const { lookups, misses } = counted(personId, now);
      if (lookups >= limits.lookupsPerHour || misses > limits.missesPerHour) return "exhausted";
      const attempt: Attempt = { id: String(attempts.length + 1), personId, at: now, missed: true };
      attempts.push(attempt);
      return { id: attempt.id, personId };
    },
    async settleHit({ id }) {
      for (const attempt of attempts) if (attempt.id === id) attempt.missed = false;
    },
    async settleMiss({ personId }, now, limits, lockId) {
      const { misses } = counted(personId, now);
      if (misses <= limits.missesPerHour || openOf(personId) !== undefined) return null;
      const lock: LocateLock = { id: lockId, personId, lockedAt: now, misses };
      locks.push({ ...lock, unlockedAt: null });
      return lock;
    },
    async openLocks() {
      return locks
        .filter(({ unlockedAt }) => unlockedAt === null)
        .map(({ id, personId, lockedAt, misses }) => ({ id, personId, lockedAt, misses }));
    },
    async unlock(lockId, { at }) {
      const lock = locks.find(({ id, unlockedAt }) => id === lockId && unlockedAt === null);
      if (lock === undefined) return false;
      lock.unlockedAt = at;
      return true;
    },
  };
}
