import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Database } from "../../store/database.ts";
import { freshDatabase } from "../../store/testing/database.ts";
import { runProgram, type RunningProgram } from "../../store/testing/process.ts";

const PROGRAM = fileURLToPath(new URL("./testing/journal-process.ts", import.meta.url));
const ROUNDS = Number(process.env["FAULT_ROUNDS"] ?? 1);
/** Entries that each round has written at least when it is killed. */
const ENOUGH = 20;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function acknowledgedBy({ lines }: Pick<RunningProgram, "lines">): readonly string[] {
  return lines.flatMap((line) => /^acknowledged (\S{36})$/.exec(line)?.[1] ?? []);
}

let dataDir: string;
let database: Database;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "modicum-journal-"));
  database = await freshDatabase();
});
afterEach(async () => {
  await database.close();
  await rm(dataDir, { recursive: true });
});

it(
  "AUD-103 AUD-105 F176 kill -9 of who writes and of who merges the journal: nothing is missing, nothing doubled",
  async () => {
    const acknowledged: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const writer = runProgram(PROGRAM, [dataDir]);
      await vi.waitUntil(() => acknowledgedBy(writer).length > ENOUGH, { timeout: 20_000 });
      await pause(Math.random() * 300);
      await writer.kill();
      const merger = runProgram(PROGRAM, [dataDir, database.url]);
      await merger.saw("merging");
      await pause(Math.random() * 300);
      await merger.kill();
      for (const { lines } of [writer, merger]) expect(lines).not.toContain("altered");
      acknowledged.push(...acknowledgedBy(writer));
    }
    await runProgram(PROGRAM, [dataDir, database.url]).saw("merged");
    const rows = await database.kysely.selectFrom("audit_entry").select("id").orderBy("seq").execute();
    const stored = rows.map(({ id }) => id);
    const doubled = stored.length - new Set(stored).size;
    const missing = acknowledged.filter((id) => !stored.includes(id));
    const counts = [acknowledged.length, stored.length, missing.length, doubled];
    console.log(`journal: acknowledged, stored, missing, doubled: ${counts.join(", ")}`);
    expect(acknowledged.length).toBeGreaterThan(ENOUGH * ROUNDS);
    expect([missing, doubled]).toEqual([[], 0]);
    const order = new Map(stored.map((id, place) => [id, place]));
    const places = acknowledged.map((id) => order.get(id) ?? -1);
    expect(places.toSorted((a, b) => a - b)).toEqual(places);
  },
  30_000 + ROUNDS * 20_000,
);
