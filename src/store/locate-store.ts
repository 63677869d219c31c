import { type Kysely, type Selectable, sql, type Transaction } from "kysely";
import type { LocateStore } from "../governance/locate/ports.ts";
import type { LocateLimits, LocateLock } from "../governance/locate/types.ts";
import type { Sealer } from "../keys/ports.ts";
import { faultsNamed } from "./fault.ts";
import type { LocateLockTable, Schema } from "./schema.ts";

const HOUR = 3_600_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What the reason for unlocking is bound to. */
export const contextOf = (lockId: string): string => `locate_lock.why\0${lockId}`;

/** Lookups and locks in `locate_attempt` and `locate_lock`; the steps of one person wait for each other. */
export function createLocateStore(db: Kysely<Schema>, sealer: Sealer): LocateStore {
  return {
    begin: (personId, now, limits) =>
      faultsNamed("counting a lookup", () =>
        inTurn(db, personId, (turn) => begin(turn, personId, now, limits)),
      ),
    settleHit: ({ id }) =>
      faultsNamed("counting a lookup", async () => {
        await db.updateTable("locate_attempt").set({ missed: false }).where("id", "=", id).execute();
      }),
    settleMiss: ({ personId }, now, limits, lockId) =>
      faultsNamed("counting a lookup", () =>
        inTurn(db, personId, (turn) => lockAfter(turn, { personId, now, limits, lockId })),
      ),
    openLocks: () =>
      faultsNamed("reading locked lookups", async () => {
        const rows = await db
          .selectFrom("locate_lock")
          .selectAll()
          .where("unlocked_at", "is", null)
          .orderBy("locked_at")
          .orderBy("id")
          .execute();
        return rows.map(lockOf);
      }),
    unlock: (lockId, { personId, why, at }) =>
      faultsNamed("unlocking a lookup", async () => {
        if (!UUID.test(lockId)) return false;
        const sealed = await sealer.seal(Buffer.from(why), contextOf(lockId));
        const { numUpdatedRows } = await db
          .updateTable("locate_lock")
          .set({ unlocked_at: String(at), unlocked_by: personId, why: Buffer.from(sealed) })
          .where("id", "=", lockId)
          .where("unlocked_at", "is", null)
          .executeTakeFirstOrThrow();
        return numUpdatedRows === 1n;
      }),
  };
}

/** One after the other for a person, across processes; the lock ends with the transaction. */
function inTurn<T>(
  db: Kysely<Schema>,
  personId: string,
  work: (turn: Transaction<Schema>) => Promise<T>,
): Promise<T> {
  return db.transaction().execute(async (turn) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`locate/${personId}`}, 0))`.execute(turn);
    return work(turn);
  });
}

async function begin(turn: Transaction<Schema>, personId: string, now: number, limits: LocateLimits) {
  const open = await turn
    .selectFrom("locate_lock")
    .select("id")
    .where("person_id", "=", personId)
    .where("unlocked_at", "is", null)
    .executeTakeFirst();
  if (open !== undefined) return "locked" as const;
  const { lookups, misses } = await countOf(turn, personId, now);
  if (lookups >= limits.lookupsPerHour || misses > limits.missesPerHour) return "exhausted" as const;
  const { id } = await turn
    .insertInto("locate_attempt")
    .values({ person_id: personId, at: String(now) })
    .returning("id")
    .executeTakeFirstOrThrow();
  return { id, personId };
}

interface Miss {
  readonly personId: string;
  readonly now: number;
  readonly limits: LocateLimits;
  readonly lockId: string;
}

async function lockAfter(
  turn: Transaction<Schema>,
  { personId, now, limits, lockId }: Miss,
): Promise<LocateLock | null> {
  const { misses } = await countOf(turn, personId, now);
  if (misses <= limits.missesPerHour) return null;
  const row = await turn
    .insertInto("locate_lock")
    .values({ id: lockId, person_id: personId, locked_at: String(now), misses })
    .onConflict((conflict) => conflict.column("person_id").where("unlocked_at", "is", null).doNothing())
    .returningAll()
    .executeTakeFirst();
  return row === undefined ? null : lockOf(row);
}

/** Of the hour before, and since the last unlocking. */
async function countOf(
  turn: Transaction<Schema>,
  personId: string,
  now: number,
): Promise<{ readonly lookups: number; readonly misses: number }> {
  const { unlocked } = await turn
    .selectFrom("locate_lock")
    .select(({ fn }) => fn.max("unlocked_at").as("unlocked"))
    .where("person_id", "=", personId)
    .executeTakeFirstOrThrow();
  const since = Math.max(now - HOUR, Number(unlocked ?? 0));
  const { lookups, misses } = await turn
    .selectFrom("locate_attempt")
    .select(({ fn }) => [
      fn.countAll<string>().as("lookups"),
      fn.countAll<string>().filterWhere("missed", "=", true).as("misses"),
    ])
    .where("person_id", "=", personId)
    .where("at", ">", String(since))
    .executeTakeFirstOrThrow();
  return { lookups: Number(lookups), misses: Number(misses) };
}

function lockOf({ id, person_id: personId, locked_at: at, misses }: Selectable<LocateLockTable>): LocateLock {
  return { id, personId, lockedAt: Number(at), misses };
}
