import type { Clock } from "../kernel/clock.ts";
import { sealMonths } from "../store/cold/seal.ts";
import type { ColdFiles } from "../store/cold/search.ts";
import type { Database } from "../store/database.ts";
import { keepPartitions } from "../store/record/partitions.ts";
import { newestFrom } from "../store/retention/months.ts";
import { removePurged } from "../store/retention/purge-store.ts";
import type { Log } from "./log.ts";

export interface KeeperParts {
  readonly database: Database;
  readonly cold: ColdFiles;
  /** Months that stay in the database after they ended. */
  readonly keepMonths: number;
  readonly clock: Clock;
  readonly log: Log;
  /** The last `seq` whose leaf is kept apart from its entry. */
  readonly tilesThrough: () => Promise<number>;
  readonly closers: (() => Promise<void>)[];
}

/** Months that are there before they begin. */
const AHEAD = 2;
const PARTITIONS_EVERY_MS = 60_000;
const SEALED_EVERY_MS = 3_600_000;

/**
 * Keeps the record in months from now on, and lets old ones leave for files. A fault is logged and tried again: entries are
 * written meanwhile, to the default partition.
 */
export async function keepRecord(parts: KeeperParts): Promise<void> {
  const { log, closers } = parts;
  const keep = tried(log, "months of the record could not be made", () => makeMonths(parts));
  const seal = tried(log, "months of the record could not be sealed", () => sealOld(parts));
  await keep();
  closers.push(again(keep, PARTITIONS_EVERY_MS), again(seal, SEALED_EVERY_MS));
}

async function makeMonths({ database, clock, log }: KeeperParts): Promise<void> {
  const made = await keepPartitions(database.kysely, clock.now(), AHEAD);
  if (made.length > 0) log.info("months of the record were made", { count: made.length });
}

async function sealOld({ database, cold, keepMonths, clock, log, tilesThrough }: KeeperParts): Promise<void> {
  const db = database.kysely;
  await removePurged(db, cold.folder);
  const rule = {
    now: clock.now(),
    keepMonths,
    provenThrough: await tilesThrough(),
    newestFrom: await newestFrom(db),
  };
  const sealed = await sealMonths(db, cold, rule);
  if (sealed.length > 0) log.info("months of the record were sealed", { count: sealed.length });
}

function tried(log: Log, failed: string, work: () => Promise<void>): () => Promise<void> {
  return () => work().catch((fault: unknown) => log.fault(failed, fault));
}

/** Does it at intervals, one after the other; the result ends that, once what is under way is done. */
function again(work: () => Promise<void>, everyMs: number): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    last = last.then(work);
  }, everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await last;
  };
}
