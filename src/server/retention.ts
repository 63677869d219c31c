import type { Config } from "../config.ts";
import { createRetentionDesk, type RetentionDesk } from "../governance/retention/desk.ts";
import type { RecordSealer } from "../keys/ports.ts";
import type { Clock } from "../kernel/clock.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import type { ColdFiles } from "../store/cold/search.ts";
import type { Database } from "../store/database.ts";
import { createHoldStore } from "../store/retention/hold-store.ts";
import { createRecordMonths } from "../store/retention/months.ts";
import { createPurgeStore } from "../store/retention/purge-store.ts";
import type { Log } from "./log.ts";
import { PATIENT } from "../audit/search.ts";
import { keepRecord } from "./record-keeper.ts";

export interface RetentionSettings {
  readonly config: Pick<Config, "cold">;
  readonly database: Database;
  readonly cold: ColdFiles;
  readonly sealer: RecordSealer;
  readonly clock: Clock;
  readonly log: Log;
  readonly closers: (() => Promise<void>)[];
  readonly policy: () => CompiledPolicy;
  /** The last `seq` whose leaf is kept apart from its entry. */
  readonly tilesThrough: () => Promise<number>;
}

/** Retention of the record, over its table and its files, which are kept in months from now on. */
export async function openRetention(settings: RetentionSettings): Promise<RetentionDesk> {
  const { config, database, cold, sealer, clock, policy, tilesThrough } = settings;
  const db = database.kysely;
  await keepRecord({ ...settings, keepMonths: config.cold.keepMonths, tilesThrough });
  return createRetentionDesk({
    holds: createHoldStore(db, sealer),
    months: createRecordMonths({
      db,
      cold,
      indexesOf: (patient) => sealer.about.indexesOf(patient, PATIENT),
    }),
    purges: createPurgeStore({ db, sealer, folder: cold.folder }),
    clock,
    schedule: () => policy().retention,
    timeZone: () => policy().org.timeZone,
    tilesThrough,
  });
}
