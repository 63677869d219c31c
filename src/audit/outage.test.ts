import { afterEach, beforeEach, expect, it } from "vitest";
import { systemClock } from "../kernel/clock.ts";
import { AppError } from "../kernel/errors.ts";
import { memorySealer } from "../keys/testing/sealer.ts";
import { gapsOf } from "./completeness.ts";
import { watchOutages } from "./outage.ts";
import { createRecorder, type Recorder } from "./recorder.ts";
import { auditEntry } from "./testing/audit-entry.ts";
import { memoryRecordStore } from "./testing/memory-record-store.ts";

let isDown: boolean;
let recorder: Recorder;
let stop: () => Promise<void>;
beforeEach(() => {
  isDown = false;
  const store = memoryRecordStore();
  const append: typeof store.append = async (entries) => {
    if (isDown) throw new AppError("database_unreachable", "writing the record failed: `53100`");
    await store.append(entries);
  };
  recorder = createRecorder({ ...store, append }, memorySealer(), systemClock);
  stop = watchOutages({ recorder, clock: systemClock, policyHash: () => "ab", everyMs: 2 });
});
afterEach(() => stop());

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));
const inRecord = async () => (await recorder.search({ limit: 100 }, false)).entries;

it("AUD-107 F176 finds the record again without a request, and records once that it was away", async () => {
  isDown = true;
  await recorder.record(auditEntry(1)).catch(() => undefined);
  await pause();
  expect(recorder.health().failing).toBe("database_unreachable");
  isDown = false;
  while (recorder.health().failing !== null) await pause();
  await pause();
  const entries = await inRecord();
  expect(entries).toMatchObject([{ interaction: "system.record.restored", outcome: "permit" }]);
  expect(entries.flatMap(gapsOf)).toEqual([]);
});

it("AUD-107 writes nothing while the record is there", async () => {
  await recorder.record(auditEntry(1));
  await pause();
  expect(await inRecord()).toHaveLength(1);
});
