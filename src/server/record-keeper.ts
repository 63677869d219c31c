import type { Clock } from "../kernel/clock.ts";
import type { Database } from "../store/database.ts";
import { keepPartitions } from "../store/record/partitions.ts";
import type { Log } from "./log.ts";

export interface KeeperParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly closers: (() => Promise<void>)[];
}

/** Months that are there before they begin. */
const AHEAD = 2;
const EVERY_MS = 60_000;

/**
 * Keeps the record in months from now on. A fault is logged and tried again: entries are written meanwhile, to the default
 * partition.
 */
export async function keepRecord({ database, clock, log, closers }: KeeperParts): Promise<void> {
  let last: Promise<void> = Promise.resolve();
  const keep = async (): Promise<void> => {
    try {
      const made = await keepPartitions(database.kysely, clock.now(), AHEAD);
      if (made.length > 0) log.info("months of the record were made", { count: made.length });
    } catch (fault) {
      log.fault("months of the record could not be made", fault);
    }
  };
  await keep();
  const timer = setInterval(() => {
    last = last.then(keep);
  }, EVERY_MS);
  timer.unref();
  closers.push(async () => {
    clearInterval(timer);
    await last;
  });
}
