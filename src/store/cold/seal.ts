/** Lets months of the record leave the database for files. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type Kysely, type Selectable, sql, type Transaction } from "kysely";
import { faultsNamed } from "../fault.ts";
import { holdRecord, noneIfBusy, type Month, monthsKept } from "../record/partitions.ts";
import { entryOf } from "../record/row.ts";
import type { Schema } from "../schema.ts";
import type { AuditEntryTable } from "../schema-of-record.ts";
import type { ColdEntry } from "./columns.ts";
import type { ColdFiles } from "./search.ts";
import { ENTRIES, INDEX, writeMonth, type Written } from "./write.ts";

export interface SealRule {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Months that stay in the database after they ended; one at least. */
  readonly keepMonths: number;
  /** The last `seq` whose leaf is kept apart from its entry: no entry beyond it leaves. */
  readonly provenThrough: number;
  /** From this `seq` on entries are looked at whenever the record is opened: they stay. */
  readonly newestFrom: number;
}

/** Seals every month that may leave, the oldest first. Returns the ids of what was sealed; it goes on where it was ended. */
export async function sealMonths(
  db: Kysely<Schema>,
  files: ColdFiles,
  rule: SealRule,
): Promise<readonly string[]> {
  const sealed: string[] = [];
  for (const month of await monthsKept(db)) {
    if (month.until > keptFrom(rule)) continue;
    const id = await faultsNamed("sealing a month of the record", () => sealMonth(db, files, month, rule));
    if (id !== null) sealed.push(id);
  }
  return sealed;
}

/** Months that ended before this stay no longer. */
export function keptFrom({ now, keepMonths }: Pick<SealRule, "now" | "keepMonths">): number {
  const date = new Date(now);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - Math.max(1, keepMonths));
}

/** Null: it stays for now. */
async function sealMonth(
  db: Kysely<Schema>,
  files: ColdFiles,
  month: Month,
  rule: SealRule,
): Promise<string | null> {
  const last = await lastSeq(db, month);
  if (last === null || last > rule.provenThrough || last >= rule.newestFrom) return null;
  const id = await freeId(db, month);
  for (const ending of [ENTRIES, INDEX]) await rm(join(files.folder, `${id}${ending}`), { force: true });
  const written = await writeMonth(files.duck, files.folder, id, pagesOf(db, month));
  if (written === null) return null;
  const left = await db
    .transaction()
    .execute((transaction) => leave(transaction, month, id, { ...written, at: rule.now }))
    .catch(noneIfBusy(false));
  return left ? id : null;
}

/** False where an entry came meanwhile: the month is written anew next time. */
async function leave(
  db: Transaction<Schema>,
  month: Month,
  id: string,
  written: Written & { readonly at: number },
): Promise<boolean> {
  await holdRecord(db);
  const { rows } = await sql<{ entries: string; last: string | null }>`
    select count(*) as entries, max(seq) as last from ${sql.table(month.name)}`.execute(db);
  if (Number(rows[0]?.entries) !== written.entries || Number(rows[0]?.last) !== written.lastSeq) return false;
  await db
    .insertInto("record_cold")
    .values({
      id,
      from_at: String(month.from),
      until_at: String(month.until),
      entries: String(written.entries),
      first_seq: String(written.firstSeq),
      last_seq: String(written.lastSeq),
      sha256: JSON.stringify(written.sha256),
      rows_sha256: written.rowsSha256,
      sealed_at: String(written.at),
    })
    .execute();
  await sql`alter table audit_entry detach partition ${sql.table(month.name)}`.execute(db);
  await sql`drop table ${sql.table(month.name)}`.execute(db);
  return true;
}

async function lastSeq(db: Kysely<Schema>, { name }: Month): Promise<number | null> {
  const { rows } = await sql<{
    last: string | null;
  }>`select max(seq) as last from ${sql.table(name)}`.execute(db);
  return rows[0]?.last === null || rows[0] === undefined ? null : Number(rows[0].last);
}

/** A month that left may come again, by an entry that came late. */
export async function freeId(db: Kysely<Schema>, { from }: Month): Promise<string> {
  const id = new Date(from).toISOString().slice(0, 7);
  const { rows } = await sql<{ count: string }>`
    select count(*) as count from record_cold where from_at = ${from}`.execute(db);
  const times = Number(rows[0]?.count ?? 0);
  return times === 0 ? id : `${id}.${times + 1}`;
}

const PAGE = 4_000;

async function* pagesOf(db: Kysely<Schema>, { name }: Month): AsyncIterable<readonly ColdEntry[]> {
  let after = "-1";
  for (;;) {
    const { rows } = await sql<Selectable<AuditEntryTable>>`
      select * from ${sql.table(name)} where seq > ${after} order by seq limit ${PAGE}`.execute(db);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.seq;
    yield rows.map(coldOf);
  }
}

function coldOf(row: Selectable<AuditEntryTable>): ColdEntry {
  return { ...entryOf(row), seq: Number(row.seq), leaf: row.leaf ?? Buffer.alloc(0), terms: row.terms };
}
