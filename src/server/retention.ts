import { patientIndexOf } from "../audit/stored-entry.ts";
import type { Config } from "../config.ts";
import { createRetentionDesk, type RetentionDesk } from "../governance/retention/desk.ts";
import type { Sealer } from "../keys/ports.ts";
import type { Clock } from "../kernel/clock.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import type { ColdFiles } from "../store/cold/search.ts";
import type { Database } from "../store/database.ts";
import { createHoldStore } from "../store/retention/hold-store.ts";
import { createRecordMonths } from "../store/retention/months.ts";
import { createPurgeStore } from "../store/retention/purge-store.ts";
import type { Log } from "./log.ts";
import { keepRecord } from "./record-keeper.ts";

export interface RetentionSettings {
  readonly config: Pick<Config, "cold">;
  readonly database: Database;
  readonly cold: ColdFiles;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly log: Log;
  readonly closers: (() => Promise<void>)[];
  readonly policy: () => CompiledPolicy;
  /** The last `seq` whose leaf is kept apart from its entry; every one, where none is said. */
  readonly tilesThrough?: () => Promise<number>;
}

/** Without tiles of the tree every entry may leave: its leaf goes with it, and is read from its file. */
const EVERY_LEAF = async (): Promise<number> => Number.MAX_SAFE_INTEGER;

/** Retention of the record, over its table and its files, which are kept in months from now on. */
export async function openRetention(settings: RetentionSettings): Promise<RetentionDesk> {
  const { config, database, cold, sealer, clock, policy, tilesThrough = EVERY_LEAF } = settings;
  const db = database.kysely;
  await keepRecord({ ...settings, keepMonths: config.cold.keepMonths, tilesThrough });
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
