import { patientIndexOf } from "../audit/stored-entry.ts";
import { createRetentionDesk, type RetentionDesk } from "../governance/retention/desk.ts";
import type { Sealer } from "../keys/ports.ts";
import type { Clock } from "../kernel/clock.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import type { ColdFiles } from "../store/cold/search.ts";
import type { Database } from "../store/database.ts";
import { createHoldStore } from "../store/retention/hold-store.ts";
import { createRecordMonths } from "../store/retention/months.ts";
import { createPurgeStore } from "../store/retention/purge-store.ts";

export interface RetentionSettings {
  readonly database: Database;
  readonly cold: ColdFiles;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly policy: () => CompiledPolicy;
  /** The last `seq` whose leaf is kept apart from its entry. */
  readonly tilesThrough: () => Promise<number>;
}

/** Retention of the record, over its table and its files. */
export function openRetention(settings: RetentionSettings): RetentionDesk {
  const { database, cold, sealer, clock, policy, tilesThrough } = settings;
  const db = database.kysely;
  return createRetentionDesk({
    holds: createHoldStore(db, sealer),
    months: createRecordMonths({ db, cold, indexesOf: (patient) => [patientIndexOf(patient, sealer)] }),
    purges: createPurgeStore({ db, sealer, folder: cold.folder }),
    clock,
    schedule: () => policy().retention,
    timeZone: () => policy().org.timeZone,
    tilesThrough,
  });
}
