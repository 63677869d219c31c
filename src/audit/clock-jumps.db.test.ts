import { afterEach, beforeEach, expect, it } from "vitest";
import { memoryRecordKey } from "../keys/testing/record-key.ts";
import { memorySealer } from "../keys/testing/sealer.ts";
import type { Database } from "../store/database.ts";
import { createRecordStore } from "../store/record-store.ts";
import { freshDatabase } from "../store/testing/database.ts";
import { nextEntryId } from "./entry-id.ts";
import { checkIntegrity, reasonOf } from "./integrity.ts";
import { createRecorder } from "./recorder.ts";
import { auditEntry } from "./testing/audit-entry.ts";
import { openRecordTree } from "./tree/record-tree.ts";

const DAY = 86_400_000;
const START = Date.parse("2026-05-04T15:00:00Z");
const JUMPS = [0, -DAY, 365 * DAY, -30 * DAY, 0, 1, -1];

let database: Database;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.close());

it.each([
  ["within one process", false],
  ["over restarts", true],
])(
  "AUD-112 F176 a clock that jumps back and ahead %s: ids stay unique, order is that of writing, times are found",
  async (_title, restarts) => {
    const [key, sealer, store] = [memoryRecordKey(), memorySealer(), createRecordStore(database.kysely)];
    let now = START;
    const written: { readonly id: string; readonly at: number }[] = [];
    const open = async () => {
      const clock = { now: () => now };
      return {
        clock,
        recorder: createRecorder(await openRecordTree(store, key, "test", clock), sealer, clock),
      };
    };
    let running = await open();
    for (const jump of JUMPS) {
      now = START + jump;
      if (restarts) running = await open();
      const entries = Array.from({ length: 20 }, () => ({ id: nextEntryId(running.clock), at: now }));
      for (const { id, at } of entries) await running.recorder.record(auditEntry(0, { id, at }));
      written.push(...entries);
    }
    expect(new Set(written.map(({ id }) => id)).size).toBe(written.length);
    const found = async (window: object): Promise<readonly string[]> =>
      (await running.recorder.search({ limit: 1_000, ...window }, false)).entries
        .map(({ id }) => id)
        .toReversed();
    expect(await found({})).toEqual(written.map(({ id }) => id));
    for (const jump of JUMPS) {
      const [from, until] = [START + jump, START + jump + 1];
      const then = written.filter(({ at }) => at === from).map(({ id }) => id);
      expect(await found({ from, until })).toEqual(then);
    }
    const { origin } = await store.tree("test");
    expect(
      reasonOf(await checkIntegrity({ store, origin, publicKey: key.publicKey, sealer }, null)),
    ).toBeNull();
    await expect(open()).resolves.toBeDefined();
  },
);
