import type { Clock } from "../../../kernel/clock.ts";
import type { RetentionSchedule } from "../../../policy/types.ts";
import { createRetentionDesk, type RetentionDesk } from "../desk.ts";
import type { HoldStore, PurgeStore, RecordMonths } from "../ports.ts";
import type { LegalHold, Purge, RecordMonth, Tombstone } from "../types.ts";

/** Retention over a few months in memory, for tests of what stands on it. */
export function memoryRetention(
  clock: Clock,
  schedule: () => RetentionSchedule | undefined,
  record: readonly RecordMonth[] = [],
): RetentionDesk {
  const stones: Tombstone[] = [];
  return createRetentionDesk({
    holds: memoryHolds(),
    months: monthsOf(() => record.filter(({ id }) => !stones.some(({ month }) => month.id === id))),
    purges: memoryPurges(stones),
    clock,
    schedule,
    timeZone: () => "UTC",
    tilesThrough: async () => Number.MAX_SAFE_INTEGER,
  });
}

function memoryHolds(): HoldStore {
  const holds = new Map<string, LegalHold>();
  return {
    async open(hold) {
      if (holds.has(hold.id)) return false;
      holds.set(hold.id, { ...hold, released: null });
      return true;
    },
    async release(id, released) {
      const hold = holds.get(id);
      if (hold === undefined || hold.released !== null) return false;
      holds.set(id, { ...hold, released });
      return true;
    },
    list: async () => [...holds.values()].toReversed(),
  };
}

function monthsOf(record: () => readonly RecordMonth[]): RecordMonths {
  return {
    months: async () => record(),
    concerns: async () => true,
    newestFrom: async () => Number.MAX_SAFE_INTEGER,
    patient: async () => null,
    met: async () => false,
  };
}

function memoryPurges(stones: Tombstone[]): PurgeStore {
  const purges = new Map<string, Purge>();
  return {
    async propose(purge) {
      if (purges.has(purge.id)) return false;
      purges.set(purge.id, { ...purge, confirmed: null, withdrawn: null });
      return true;
    },
    find: async (id) => purges.get(id),
    list: async () => [...purges.values()].toReversed(),
    async withdraw(id, withdrawn) {
      const purge = purges.get(id);
      if (purge === undefined || purge.confirmed !== null || purge.withdrawn !== null) return false;
      purges.set(id, { ...purge, withdrawn });
      return true;
    },
    async carryOut(purge, { by, at, months, rule }) {
      purges.set(purge.id, { ...purge, confirmed: { by, at } });
      const { id, proposed } = purge;
      const told = { purge: id, rule, at, checkpoint: "", proposedBy: proposed.by, confirmedBy: by };
      const gone = months.map((month) => ({ ...told, month }));
      stones.push(...gone);
      return gone;
    },
    tombstones: async () => stones.toReversed(),
  };
}
