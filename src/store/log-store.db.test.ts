import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RecordStore } from "../audit/ports.ts";
import { storedEntry } from "../audit/testing/record-store.contract.ts";
import type { LogStore } from "../audit/tree/ports.ts";
import { openRecordTree } from "../audit/tree/record-tree.ts";
import { keepNextTiles, readTile } from "../audit/tree/tiles.ts";
import { systemClock } from "../kernel/clock.ts";
import { memoryRecordKey } from "../keys/testing/record-key.ts";
import type { Database } from "./database.ts";
import { createLogStore } from "./log-store.ts";
import { createRecordStore } from "./record-store.ts";
import { freshDatabase } from "./testing/database.ts";

let database: Database;
let record: RecordStore;
let log: LogStore;
beforeEach(async () => {
  database = await freshDatabase();
  record = await openRecordTree(
    createRecordStore(database.kysely),
    memoryRecordKey(),
    "modicum/test",
    systemClock,
  );
  log = createLogStore(database.kysely);
});
afterEach(() => database.close());

const append = (from: number, count: number): Promise<void> =>
  record.append(Array.from({ length: count }, (_, at) => storedEntry(from + at)));

describe("the log in PostgreSQL", () => {
  it("AUD-69 keeps full tiles from where it stood, also after a restart, and nothing twice", async () => {
    await append(1, 600);
    expect([await keepNextTiles(log), await log.tilesThrough()]).toEqual([512, 512]);
    await append(601, 500);
    log = createLogStore(database.kysely);
    expect([await keepNextTiles(log), await keepNextTiles(log), await log.tilesThrough()]).toEqual([
      512, 0, 1_024,
    ]);
    const stored = await database.kysely.selectFrom("record_tile").select(["level", "index"]).execute();
    expect(stored.map(({ level, index }) => `${level}/${index}`).toSorted()).toEqual([
      "0/0",
      "0/1",
      "0/2",
      "0/3",
    ]);
  });

  it("AUD-62 gives tiles out once their entries are gone", async () => {
    await append(1, 256);
    const before = await readTile(log, 0, 0, 256);
    await keepNextTiles(log);
    await sql`set session_replication_role = replica; delete from audit_entry; reset session_replication_role`.execute(
      database.kysely,
    );
    expect((await log.leafHashes(0, 256)).length).toBe(0);
    expect(await readTile(log, 0, 0, 256)).toEqual(before);
  });

  it("AUD-78 puts the lines of witnesses below the checkpoint that they cosigned", async () => {
    await append(1, 2);
    await append(3, 2);
    const cosignature = { size: 2, witness: "w", at: 7_000, line: "— w AAAA\n" };
    await log.keepCosignature(cosignature);
    await log.keepCosignature(cosignature);
    const notes = (await log.checkpoints(0, 10)).map(({ note }) => note.endsWith("\n— w AAAA\n"));
    expect([notes, await log.lastCosigned("w"), await log.lastCosigned("v")]).toEqual([
      [true, false],
      cosignature,
      null,
    ]);
    expect((await log.newest())?.size).toBe(4);
  });

  it("AUD-66 knows the place of an entry, and of no other id", async () => {
    await append(1, 3);
    expect(await log.placeOf(storedEntry(2).id)).toMatchObject({ index: 1 });
    expect([await log.placeOf("'; --"), await log.placeOf(storedEntry(9).id)]).toEqual([null, null]);
  });

  it.each(["record_tile", "record_cosignature"])("AUD-7 refuses to change or empty %s", async (table) => {
    await append(1, 256);
    await keepNextTiles(log);
    await log.keepCosignature({ size: 256, witness: "w", at: 1, line: "l" });
    for (const statement of [`delete from ${table}`, `truncate ${table}`])
      await expect(sql.raw(statement).execute(database.kysely)).rejects.toThrow("append-only");
  });
});
