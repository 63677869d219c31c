/** Writes a month of the record to files, and reads them back. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, rename } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import { appendEntry, COLUMNS, type ColdEntry, entryOfRow, rowDigest } from "./columns.ts";
import { type Duck, quoted } from "./duck.ts";

/** Entries by their first patient, so that the history of one lies together. */
export const ENTRIES = ".entries.parquet";
/** Where the entries of each patient and of each person are. */
export const INDEX = ".index.parquet";

/** What was written, as it was read back. */
export interface Written {
  readonly entries: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly rowsSha256: Buffer;
  /** Hex, of each file by its ending. */
  readonly sha256: Readonly<Record<string, string>>;
}

/**
 * Rows of a group, which is read whole; and groups of a file, of each of which every question reads what the file says.
 * Groups grow with the month once there would be more: at 14 million entries a month, groups of the least size took twice
 * as long, and at 140,000 those of a long month did (bench/cold-history.bench.ts).
 */
const LEAST_GROUP = 8_192;
const MOST_GROUPS = 420;
/** DuckDB writes groups of whole vectors. */
const VECTOR = 2_048;
/** Rows of the index, about: a patient, a person and two rare terms. */
const INDEXED_AN_ENTRY = 4;

function groupOf(rows: number): number {
  return Math.max(LEAST_GROUP, Math.ceil(rows / MOST_GROUPS / VECTOR) * VECTOR);
}

/**
 * Writes these entries, in the order of `seq`, as the month `id` into the folder. Whatever is there under that name is
 * replaced: a month counts once its manifest is written. Null: there was no entry.
 * @throws Error where what was read back is not what was written.
 */
export async function writeMonth(
  duck: Duck,
  folder: string,
  id: string,
  pages: AsyncIterable<readonly ColdEntry[]>,
): Promise<Written | null> {
  return duck.connected(async (connection) => {
    await connection.run(`create or replace temp table entry (${COLUMNS})`);
    const given = await append(connection, pages);
    if (given.entries === 0) return null;
    await connection.run(`create or replace temp table placed as
      select row_number() over (order by patient_index[1] nulls last, seq) - 1 as place, * from entry`);
    await connection.run("drop table entry");
    await copyPlaced(connection, folder, id);
    await connection.run("drop table placed");
    const back = await readBack(connection, join(folder, `${id}${ENTRIES}`));
    if (back.entries !== given.entries || !back.rowsSha256.equals(given.rowsSha256))
      throw new Error("the file does not hold what was written to it");
    const sha256 = Object.fromEntries(
      await Promise.all(
        [ENTRIES, INDEX].map(async (end) => [end, await fileSha256(join(folder, `${id}${end}`))]),
      ),
    );
    return { ...given, sha256 };
  });
}

/** Writes the table `placed` as a month's files. */
export async function copyPlaced(connection: DuckDBConnection, folder: string, id: string): Promise<void> {
  const [entries, index] = [join(folder, `${id}${ENTRIES}`), join(folder, `${id}${INDEX}`)];
  const counted = await connection.runAndReadAll("select count(*)::DOUBLE as rows from placed");
  const rows = Number(counted.getRowObjects()[0]?.["rows"] ?? 0);
  await copy(connection, "select * from placed order by place", entries, groupOf(rows));
  await copy(connection, INDEX_ROWS, index, groupOf(rows * INDEXED_AN_ENTRY));
}

/** A term is rare that no more than one in so many entries of its month have. */
const RARE = 64;

/**
 * One row for each patient that an entry is about, one for the person whose it is, and one for each of its rare terms.
 * Besides, of every term of the month how many entries have it (in `seq`), and whether it is rare (1 in `place`); under the
 * bare key `c` that this was counted: months that were sealed before have no such row.
 */
const INDEX_ROWS = `with term as (
    select unnest(list_distinct(terms)) as term, seq, place from placed
  ), counted as (
    select term, count(*) as entries, count(*) * ${RARE} <= (select count(*) from placed) as rare from term group by term
  )
  select key, seq, place from (
    select 'p' || lower(hex(unnest(list_distinct(patient_index)))) as key, seq, place from placed
    union all select 'u' || person_id, seq, place from placed where person_id is not null
    union all select 't' || term, seq, place from term join counted using (term) where rare
    union all select 'c' || term, entries, rare::BIGINT from counted
    union all select 'c', 0, 0
  ) order by key, seq desc`;

async function append(connection: DuckDBConnection, pages: AsyncIterable<readonly ColdEntry[]>) {
  const appender = await connection.createAppender("entry");
  const digest = createHash("sha256");
  let [entries, firstSeq, lastSeq] = [0, 0, 0];
  for await (const page of pages) {
    for (const entry of page) {
      appendEntry(appender, entry);
      digest.update(rowDigest(entry));
      if (entries === 0) firstSeq = entry.seq;
      lastSeq = entry.seq;
      entries += 1;
    }
    appender.flushSync();
  }
  appender.closeSync();
  return { entries, firstSeq, lastSeq, rowsSha256: digest.digest() };
}

/** Durable under its name, or not there under it. */
async function copy(
  connection: DuckDBConnection,
  rows: string,
  file: string,
  groupRows: number,
): Promise<void> {
  const written = `${file}.new`;
  await connection.run(
    `copy (${rows}) to ${quoted(written)} (format parquet, compression zstd, row_group_size ${groupRows})`,
  );
  await synced(written, "r+");
  await rename(written, file);
  await synced(join(file, ".."), "r");
}

async function synced(path: string, flags: string): Promise<void> {
  const handle = await open(path, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function readBack(connection: DuckDBConnection, file: string) {
  const digest = createHash("sha256");
  let entries = 0;
  const result = await connection.stream(`select * from read_parquet(${quoted(file)}) order by seq`);
  for await (const rows of result.yieldRowObjects()) {
    for (const row of rows) digest.update(rowDigest(entryOfRow(row)));
    entries += rows.length;
  }
  return { entries, rowsSha256: digest.digest() };
}

/** Of a file's bytes, hex. */
export async function fileSha256(file: string): Promise<string> {
  const digest = createHash("sha256");
  await pipeline(createReadStream(file), digest);
  return digest.digest("hex");
}
