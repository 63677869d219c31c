/** The months of the record: made ahead, so that a write meets one, and found again where none was made in time. */
import { type Kysely, sql, type Transaction } from "kysely";
import { faultsNamed } from "../fault.ts";
import type { Schema } from "../schema.ts";

/** One month of the record, in UTC. */
export interface Month {
  /** Of the table. */
  readonly name: string;
  /** Half-open, milliseconds since 1970. */
  readonly from: number;
  readonly until: number;
}

/** Whoever changes which partitions there are does it alone. */
const PARTITIONS_IN_TURN = 4_010;

/** The month of the record that this time, in milliseconds since 1970, falls into. */
export function monthOf(at: number): Month {
  const date = new Date(at);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const name = `audit_entry_${String(year).padStart(4, "0")}_${String(month + 1).padStart(2, "0")}`;
  return { name, from: Date.UTC(year, month), until: Date.UTC(year, month + 1) };
}

/** This month and so many after it. */
export function monthsAhead(now: number, ahead: number): readonly Month[] {
  const months = [monthOf(now)];
  for (let left = ahead; left > 0; left--) months.push(monthOf(months.at(-1)?.until ?? now));
  return months;
}

/**
 * Makes the partitions of this month and of so many after it, and of every month that an entry was written of while it
 * had none: such entries stand in the default partition until they are moved here. Returns the names of what was made;
 * none while the record is busy, so that it is called again and again.
 * INVARIANT: entries are moved in one transaction, so that every search finds each of them once.
 */
export async function keepPartitions(
  db: Kysely<Schema>,
  now: number,
  ahead: number,
): Promise<readonly string[]> {
  return faultsNamed("making partitions of the record", async () => {
    const wanted = monthsAhead(now, ahead);
    const known = await monthsOf(db);
    const isKept = wanted.every(({ name }) => known.has(name)) && !(await hasStrays(db));
    if (isKept) return [];
    return db
      .transaction()
      .execute((transaction) => make(transaction, wanted))
      .catch(noneIfBusy<readonly string[]>([]));
  });
}

/** lock_not_available (PostgreSQL manual, appendix A). */
const BUSY = "55P03";

/** Takes the failure of `holdRecord` for this; any other goes on. */
export function noneIfBusy<T>(none: T): (fault: unknown) => T {
  return (fault) => {
    if (fault instanceof Error && "code" in fault && fault.code === BUSY) return none;
    throw fault;
  };
}

/**
 * Nobody reads or writes the record for a moment. Where a long search holds it, it is let be and tried again later: whoever
 * waits for a lock makes those wait who come after.
 */
export async function holdRecord(db: Transaction<Schema>): Promise<void> {
  await sql`select pg_advisory_xact_lock(${PARTITIONS_IN_TURN})`.execute(db);
  await sql`set local lock_timeout = '500ms'`.execute(db);
  await sql`lock table audit_entry in access exclusive mode`.execute(db);
}

async function make(db: Transaction<Schema>, wanted: readonly Month[]): Promise<readonly string[]> {
  await holdRecord(db);
  const isMoving = await hasStrays(db);
  if (isMoving) await setAsideDefault(db);
  const known = await monthsOf(db);
  const strays = isMoving ? await strayMonths(db) : [];
  const months = new Map([...wanted, ...strays].map((month) => [month.name, month]));
  const made = [...months.values()].filter(({ name }) => !known.has(name));
  for (const month of made) await makeMonth(db, month);
  if (isMoving) {
    // What an entry set off when it was written is not set off again.
    await sql`alter table audit_entry disable trigger user`.execute(db);
    await sql`insert into audit_entry select * from audit_entry_moving`.execute(db);
    await sql`alter table audit_entry enable trigger user`.execute(db);
    await sql`drop table audit_entry_moving`.execute(db);
  }
  return made.map(({ name }) => name);
}

async function makeMonth(db: Kysely<Schema>, { name, from, until }: Month): Promise<void> {
  const [first, end] = [from, until].map((at) => new Date(at).toISOString());
  await sql`select make_audit_partition(${name}, format('for values from (%L) to (%L)', ${first}::text, ${end}::text))`.execute(
    db,
  );
}

/** A partition is not made while the default holds entries of it: they go where writers do not see them meanwhile. */
async function setAsideDefault(db: Kysely<Schema>): Promise<void> {
  await sql`alter table audit_entry detach partition audit_entry_default`.execute(db);
  await sql`alter table audit_entry_default rename to audit_entry_moving`.execute(db);
  await sql`alter index audit_entry_default_id_key rename to audit_entry_moving_id_key`.execute(db);
  await sql`select make_audit_partition('audit_entry_default', 'default')`.execute(db);
}

async function hasStrays(db: Kysely<Schema>): Promise<boolean> {
  const { rows } = await sql`select from audit_entry_default limit 1`.execute(db);
  return rows.length > 0;
}

async function strayMonths(db: Kysely<Schema>): Promise<readonly Month[]> {
  const { rows } = await sql<{ at: Date }>`
    select distinct date_trunc('month', at, 'UTC') as at from audit_entry_moving`.execute(db);
  return rows.map(({ at }) => monthOf(at.getTime()));
}

/** Partitions of the record by name, the default one left out. */
async function monthsOf(db: Kysely<Schema>): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'audit_entry'::regclass and c.relname ~ '^audit_entry_[0-9]+_[0-9]{2}$'`.execute(db);
  return new Set(rows.map(({ name }) => name));
}

/** The months that are kept in the database, oldest first; the default partition is none. */
export async function monthsKept(db: Kysely<Schema>): Promise<readonly Month[]> {
  const names = [...(await monthsOf(db))].toSorted();
  return names.map((name) => {
    const [year = 0, month = 1] = name.replace("audit_entry_", "").split("_").map(Number);
    return monthOf(Date.UTC(year, month - 1));
  });
}
