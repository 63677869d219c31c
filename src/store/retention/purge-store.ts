import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type Kysely, type Selectable, sql, type Transaction } from "kysely";
import type { Confirmation, PurgeStore } from "../../governance/retention/ports.ts";
import type { Decided, Purge, RecordMonth, Tombstone } from "../../governance/retention/types.ts";
import { AppError } from "../../kernel/errors.ts";
import type { Sealer } from "../../keys/ports.ts";
import { coldMonths } from "../cold/manifest.ts";
import { ENTRIES, INDEX } from "../cold/write.ts";
import { faultsNamed } from "../fault.ts";
import { holdRecord, monthOf, noneIfBusy } from "../record/partitions.ts";
import type { Schema } from "../schema.ts";
import type { RecordTombstoneTable } from "../schema-of-record.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What purges are kept in, and the folder that months in files are taken from. */
export interface PurgeParts {
  readonly db: Kysely<Schema>;
  readonly sealer: Sealer;
  readonly folder: string;
}

/** Purges and what they left. Why one was proposed is sealed, and bound to its id. */
export function createPurgeStore({ db, sealer, folder }: PurgeParts): PurgeStore {
  return {
    propose: ({ id, months, proposed }) =>
      faultsNamed("proposing a purge", async () => {
        const sealed = Buffer.from(await sealer.seal(Buffer.from(proposed.reason), contextOf(id)));
        const { numInsertedOrUpdatedRows: count } = await db
          .insertInto("record_purge")
          .values({
            id,
            months: [...months],
            sealed,
            proposed_by: proposed.by,
            proposed_at: String(proposed.at),
          })
          .onConflict((conflict) => conflict.column("id").doNothing())
          .executeTakeFirstOrThrow();
        return count === 1n;
      }),
    find: async (id) =>
      UUID.test(id) ? (await purgesOf(db, sealer)).find((one) => one.id === id) : undefined,
    list: () => purgesOf(db, sealer),
    withdraw: (id, { by, at }) =>
      faultsNamed("withdrawing a purge", () =>
        db.transaction().execute(async (transaction) => {
          if (!UUID.test(id) || !(await isUndecided(transaction, id))) return false;
          await transaction
            .insertInto("record_purge_withdrawn")
            .values({ purge: id, withdrawn_by: by, withdrawn_at: String(at) })
            .execute();
          return true;
        }),
      ),
    carryOut: (purge, confirmed) =>
      faultsNamed("purging the record", async () => {
        const stones = await db
          .transaction()
          .execute((transaction) => carryOut(transaction, purge, confirmed))
          .catch(noneIfBusy("busy" as const))
          .catch(nullIfChanged);
        if (stones === "busy")
          throw new AppError("conflict", "the record is being read all the time", {
            hint: "try again shortly",
          });
        await removePurged(db, folder);
        return stones;
      }),
    tombstones: () =>
      faultsNamed("reading the tombstones", async () =>
        (
          await db.selectFrom("record_tombstone").selectAll().orderBy("at", "desc").orderBy("month").execute()
        ).map(tombstoneOf),
      ),
  };
}

function contextOf(id: string): string {
  return `record_purge\0${id}`;
}

async function purgesOf(db: Kysely<Schema>, sealer: Sealer): Promise<readonly Purge[]> {
  return faultsNamed("reading the purges", async () => {
    const rows = await db
      .selectFrom("record_purge as p")
      .leftJoin("record_purge_confirmed as c", "c.purge", "p.id")
      .leftJoin("record_purge_withdrawn as w", "w.purge", "p.id")
      .selectAll("p")
      .select(["confirmed_by", "confirmed_at", "withdrawn_by", "withdrawn_at"])
      .orderBy("proposed_at", "desc")
      .orderBy("p.id")
      .execute();
    return Promise.all(
      rows.map(async ({ id, months, sealed, proposed_by, proposed_at, ...row }) => {
        const reason = Buffer.from(await sealer.open(sealed, contextOf(id))).toString("utf8");
        return {
          id,
          months,
          proposed: { by: proposed_by, at: Number(proposed_at), reason },
          confirmed: decidedOf(row.confirmed_by, row.confirmed_at),
          withdrawn: decidedOf(row.withdrawn_by, row.withdrawn_at),
        };
      }),
    );
  });
}

function decidedOf(by: string | null, at: string | null): Decided | null {
  return by === null ? null : { by, at: Number(at) };
}

/** Whoever decides on it takes its row first, so that it is decided once. */
async function isUndecided(db: Transaction<Schema>, id: string): Promise<boolean> {
  const purge = db.selectFrom("record_purge").select("id").where("id", "=", id).forUpdate();
  if ((await purge.executeTakeFirst()) === undefined) return false;
  const { rows } = await sql<{ decided: boolean }>`
    select exists (select from record_purge_confirmed where purge = ${id})
      or exists (select from record_purge_withdrawn where purge = ${id}) as decided`.execute(db);
  return rows[0]?.decided === false;
}

/** Nobody opens a hold until the months are gone; true when none was opened or released since they were judged. */
async function holdsStand(db: Transaction<Schema>, judgedWith: readonly string[]): Promise<boolean> {
  await sql`lock table legal_hold, legal_hold_release in share mode`.execute(db);
  const { rows } = await sql<{ id: string }>`
    select id from legal_hold where id not in (select hold from legal_hold_release)`.execute(db);
  const open = new Set(rows.map(({ id }) => id));
  return open.size === judgedWith.length && judgedWith.every((id) => open.has(id));
}

/** A month is no longer as it was judged: the transaction is given up. */
class Changed extends Error {}

function nullIfChanged(fault: unknown): null {
  if (fault instanceof Changed) return null;
  throw fault;
}

async function carryOut(
  db: Transaction<Schema>,
  { id, proposed }: Purge,
  { by, at, months, holds, rule }: Confirmation,
): Promise<readonly Tombstone[] | null> {
  if (!(await isUndecided(db, id)) || !(await holdsStand(db, holds))) return null;
  await holdRecord(db);
  const { numInsertedOrUpdatedRows: count } = await db
    .insertInto("record_purge_confirmed")
    .values({ purge: id, confirmed_by: by, confirmed_at: String(at) })
    .onConflict((conflict) => conflict.column("purge").doNothing())
    .executeTakeFirstOrThrow();
  if (count !== 1n) return null;
  const checkpoint = await newestCheckpoint(db);
  const stones: Tombstone[] = [];
  for (const month of months) {
    const entries = month.place === "cold" ? await ofCold(db, month) : await dropped(db, month);
    const gone = { ...month, entries };
    stones.push({ purge: id, month: gone, rule, proposedBy: proposed.by, confirmedBy: by, at, checkpoint });
  }
  for (const stone of stones) await db.insertInto("record_tombstone").values(rowOf(stone)).execute();
  return stones;
}

/** How many there were. @throws Changed */
async function dropped(db: Transaction<Schema>, month: RecordMonth): Promise<number> {
  const table = sql.table(monthOf(month.from).name);
  const { rows } = await sql<{ n: string; last: string | null }>`
    select count(*) as n, max(seq) as last from ${table}`.execute(db);
  if (Number(rows[0]?.last) !== month.lastSeq) throw new Changed();
  await sql`alter table audit_entry detach partition ${table}`.execute(db);
  await sql`drop table ${table}`.execute(db);
  return Number(rows[0]?.n);
}

/** @throws Changed */
async function ofCold(db: Transaction<Schema>, month: RecordMonth): Promise<number> {
  const found = (await coldMonths(db)).find(
    ({ id, lastSeq }) => id === month.id && lastSeq === month.lastSeq,
  );
  if (found === undefined) throw new Changed();
  return found.entries;
}

async function newestCheckpoint(db: Kysely<Schema>): Promise<string> {
  const newest = db.selectFrom("record_checkpoint").select("note").orderBy("size", "desc").limit(1);
  return (await newest.executeTakeFirst())?.note ?? "";
}

/** Takes away the files of months that were purged; what was left when it was ended goes next time. */
export async function removePurged(db: Kysely<Schema>, folder: string): Promise<void> {
  const rows = await db.selectFrom("record_tombstone").select("month").where("place", "=", "cold").execute();
  for (const { month } of rows)
    for (const ending of [ENTRIES, INDEX]) await rm(join(folder, `${month}${ending}`), { force: true });
}

function rowOf({ purge, month, rule, proposedBy, confirmedBy, at, checkpoint }: Tombstone) {
  return {
    purge,
    month: month.id,
    place: month.place,
    from_at: String(month.from),
    until_at: String(month.until),
    entries: String(month.entries),
    first_seq: String(month.firstSeq),
    last_seq: String(month.lastSeq),
    rule,
    proposed_by: proposedBy,
    confirmed_by: confirmedBy,
    at: String(at),
    checkpoint,
  };
}

function tombstoneOf(row: Selectable<RecordTombstoneTable>): Tombstone {
  const month: RecordMonth = {
    id: row.month,
    from: Number(row.from_at),
    until: Number(row.until_at),
    entries: Number(row.entries),
    firstSeq: Number(row.first_seq),
    lastSeq: Number(row.last_seq),
    place: row.place,
  };
  return {
    purge: row.purge,
    month,
    rule: row.rule,
    proposedBy: row.proposed_by,
    confirmedBy: row.confirmed_by,
    at: Number(row.at),
    checkpoint: row.checkpoint,
  };
}
