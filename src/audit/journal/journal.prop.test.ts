import fc from "fast-check";
import { expect, it } from "vitest";
import { systemClock } from "../../kernel/clock.ts";
import { memorySealer } from "../../keys/testing/sealer.ts";
import { nextEntryId } from "../entry-id.ts";
import { createRecorder } from "../recorder.ts";
import { auditEntry } from "../testing/audit-entry.ts";
import { memoryRecordStore } from "../testing/memory-record-store.ts";
import { type Journal, openJournal } from "./journal.ts";
import { mergeJournal } from "./merge.ts";
import { memoryMedium } from "./testing/memory-medium.ts";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 100);
const sealer = memorySealer();
const newId = (): string => nextEntryId(systemClock);

const size = fc.integer({ min: 0, max: 2_000 });
const step = fc.oneof(
  fc.record({ do: fc.constant("append" as const), sizes: fc.array(size, { minLength: 1, maxLength: 4 }) }),
  // A power cut lets sectors of the write under way through as it likes.
  fc.record({
    do: fc.constant("crash while writing" as const),
    size,
    kept: fc.array(fc.boolean(), { maxLength: 6 }),
  }),
  fc.record({ do: fc.constant("merge" as const) }),
  fc.record({ do: fc.constant("crash while merging" as const), writes: fc.integer({ min: 0, max: 2 }) }),
  fc.record({ do: fc.constant("restart" as const) }),
);

it(`AUD-103 AUD-105 loses and doubles no acknowledged entry over any crashes (${RUNS} runs)`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const medium = memoryMedium(512 * 512);
      const store = memoryRecordStore();
      const recorder = createRecorder(store, sealer, systemClock);
      const acknowledged: string[] = [];
      const open = (): Promise<Journal> => openJournal(medium, sealer, newId);
      const merge = (into: Journal) =>
        mergeJournal({ journal: into, recorder, now: systemClock.now, policyHash: () => "ab" });
      let journal = await open();
      const append = async (bytes: number): Promise<void> => {
        const id = newId();
        await journal.append(auditEntry(0, { id, query: "q".repeat(bytes) }));
        acknowledged.push(id);
      };
      for (const one of steps) {
        if (one.do === "append") await Promise.all(one.sizes.map(append));
        if (one.do === "merge") await merge(journal);
        if (one.do === "restart") journal = await open();
        if (one.do === "crash while writing") {
          medium.crashNext = (sector) => one.kept[sector] === true;
          void append(one.size);
          await settled();
          journal = await open();
        }
        if (one.do === "crash while merging") {
          const { write } = medium;
          let left = one.writes;
          medium.write = (bytes, at) => (left-- > 0 ? write(bytes, at) : new Promise(() => undefined));
          void merge(journal);
          await settled();
          medium.write = write;
          journal = await open();
        }
      }
      expect(journal.held().altered).toBe(false);
      await merge(journal);
      const stored = store.entries.map(({ id }) => id);
      expect(new Set(stored).size).toBe(stored.length);
      const missing = acknowledged.filter((id) => !stored.includes(id));
      expect(missing).toEqual([]);
      expect(stored.filter((id) => acknowledged.includes(id))).toEqual(acknowledged);
    }),
    { numRuns: RUNS },
  );
});

async function settled(): Promise<void> {
  for (let turn = 0; turn < 40; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
