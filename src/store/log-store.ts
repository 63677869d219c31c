import { type Kysely, sql } from "kysely";
import type { LoggedCheckpoint, LogState, LogStore } from "../audit/tree/ports.ts";
import { faultsNamed } from "./fault.ts";
import type { Schema } from "./schema.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const TILE_LEAVES = 256;

/** The log over the record's tables: tiles in `record_tile`, witnesses' lines in `record_cosignature`. */
export function createLogStore(db: Kysely<Schema>): LogStore {
  const reading = <T>(work: () => Promise<T>): Promise<T> => faultsNamed("reading the record's log", work);
  const writing = <T>(work: () => Promise<T>): Promise<T> => faultsNamed("writing the record's log", work);
  return {
    state: () => reading(() => stateOf(db)),
    leafHashes: (first, count) => reading(() => leafHashesOf(db, first, count)),
    tile: (level, index) => reading(() => tileOf(db, level, index)),
    keepTiles: (tiles) =>
      writing(async () => {
        if (tiles.length === 0) return;
        const rows = tiles.map((tile) => ({
          ...tile,
          index: String(tile.index),
          hashes: Buffer.from(tile.hashes),
        }));
        await db
          .insertInto("record_tile")
          .values(rows)
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }),
    tilesThrough: () => reading(() => tilesThroughOf(db)),
    newest: () => reading(async () => (await checkpointsOf(db, { newest: true }, 1))[0] ?? null),
    checkpoints: (after, limit) => reading(() => checkpointsOf(db, { after }, limit)),
    keepCosignature: ({ size, witness, at, line }) =>
      writing(async () => {
        await db
          .insertInto("record_cosignature")
          .values({ size: String(size), witness, at: String(at), line })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }),
    lastCosigned: (witness) => reading(() => lastCosignedOf(db, witness)),
    placeOf: (entryId) => reading(() => placeOf(db, entryId)),
  };
}

async function stateOf(db: Kysely<Schema>): Promise<LogState | null> {
  const tree = await db.selectFrom("record_tree").select(["origin", "first_seq", "size"]).executeTakeFirst();
  if (tree === undefined) return null;
  return { origin: tree.origin, firstSeq: Number(tree.first_seq), size: Number(tree.size) };
}

async function leafHashesOf(db: Kysely<Schema>, first: number, count: number): Promise<Uint8Array> {
  const { rows } = await sql<{ readonly leaf: Buffer | null }>`
    select leaf from audit_entry, record_tree
    where seq >= first_seq + ${first} and seq < first_seq + ${first + count} order by seq`.execute(db);
  return Buffer.concat(rows.flatMap(({ leaf }) => (leaf === null ? [] : [leaf])));
}

async function tileOf(db: Kysely<Schema>, level: number, index: number): Promise<Uint8Array | null> {
  const tile = await db
    .selectFrom("record_tile")
    .select("hashes")
    .where("level", "=", level)
    .where("index", "=", String(index))
    .executeTakeFirst();
  return tile?.hashes ?? null;
}

async function tilesThroughOf(db: Kysely<Schema>): Promise<number> {
  const last = await db
    .selectFrom("record_tile")
    .select("index")
    .where("level", "=", 0)
    .orderBy("index", "desc")
    .limit(1)
    .executeTakeFirst();
  return last === undefined ? 0 : (Number(last.index) + 1) * TILE_LEAVES;
}

/** Notes with the lines of witnesses after the log's own. */
async function checkpointsOf(
  db: Kysely<Schema>,
  which: { readonly newest: true } | { readonly after: number },
  limit: number,
): Promise<readonly LoggedCheckpoint[]> {
  const all = db
    .selectFrom("record_checkpoint")
    .select((select) => [
      "size",
      "at",
      "note",
      select
        .selectFrom("record_cosignature")
        .whereRef("record_cosignature.size", "=", "record_checkpoint.size")
        .select(sql<string | null>`string_agg(line, '' order by witness)`.as("lines"))
        .as("lines"),
    ])
    .limit(limit);
  const rows =
    "newest" in which
      ? await all.orderBy("size", "desc").execute()
      : await all.where("size", ">", String(which.after)).orderBy("size").execute();
  return rows.map(({ size, at, note, lines }) => ({
    size: Number(size),
    at: Number(at),
    cosigned: lines !== null,
    note: `${note}${lines ?? ""}`,
  }));
}

async function lastCosignedOf(db: Kysely<Schema>, witness: string) {
  const last = await db
    .selectFrom("record_cosignature")
    .selectAll()
    .where("witness", "=", witness)
    .orderBy("size", "desc")
    .limit(1)
    .executeTakeFirst();
  return last === undefined ? null : { ...last, size: Number(last.size), at: Number(last.at) };
}

async function placeOf(db: Kysely<Schema>, entryId: string) {
  if (!UUID.test(entryId)) return null;
  const { rows } = await sql<{ readonly index: string; readonly leaf: Buffer | null }>`
    select seq - first_seq as index, leaf from audit_entry, record_tree where id = ${entryId}`.execute(db);
  const [row] = rows;
  return row === undefined || row.leaf === null ? null : { index: Number(row.index), leaf: row.leaf };
}
