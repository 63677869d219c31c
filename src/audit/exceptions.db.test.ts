import { afterEach, beforeEach, expect, it } from "vitest";
import { systemClock } from "../kernel/clock.ts";
import { memoryRecordKey } from "../keys/testing/record-key.ts";
import { memorySealer } from "../keys/testing/sealer.ts";
import type { Database } from "../store/database.ts";
import { createRecordStore } from "../store/record-store.ts";
import { freshDatabase } from "../store/testing/database.ts";
import { nextEntryId } from "./entry-id.ts";
import { countExceptions } from "./exceptions.ts";
import type { RecordStore } from "./ports.ts";
import { createRecorder } from "./recorder.ts";
import { auditEntry } from "./testing/audit-entry.ts";
import { memoryRecordStore } from "./testing/memory-record-store.ts";
import { openRecordTree } from "./tree/record-tree.ts";
import type { ExceptionKind } from "./types.ts";

let database: Database;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.close());

const GIVEN: readonly (readonly ExceptionKind[] | undefined)[] = [
  undefined,
  ["jit"],
  ["break-glass"],
  ["break-glass", "jit"],
  undefined,
  ["jit"],
  ["jit"],
];

it.each<[string, () => Promise<RecordStore>]>([
  ["in memory", async () => memoryRecordStore()],
  [
    "in PostgreSQL",
    () => openRecordTree(createRecordStore(database.kysely), memoryRecordKey(), "test", systemClock),
  ],
])(
  "AUD-113 F132 %s the rows of the exceptions are as many as just-in-time and break-glass events together",
  async (_title, open) => {
    const recorder = createRecorder(await open(), memorySealer(), systemClock);
    for (const exceptions of GIVEN) {
      const id = nextEntryId(systemClock);
      await recorder.record(auditEntry(0, { id, ...(exceptions === undefined ? {} : { exceptions }) }));
    }
    await recorder.record(auditEntry(1, { personId: "nina.nurse", exceptions: ["break-glass"] }));
    const rows = await recorder.search({ exceptions: true, limit: 100 }, false);
    const counts = await countExceptions(recorder, {});
    expect(counts).toEqual({ breakGlass: 3, jit: 3 });
    expect(rows.entries.map(({ exceptions }) => exceptions).toReversed()).toEqual([
      ...GIVEN.filter((kinds) => kinds !== undefined),
      ["break-glass"],
    ]);
    expect(await countExceptions(recorder, { personId: "nina.nurse" })).toEqual({ breakGlass: 1, jit: 0 });
  },
);
