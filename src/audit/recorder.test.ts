import { describe, expect, it } from "vitest";
import { fixedClock } from "../kernel/clock.ts";
import { AppError } from "../kernel/errors.ts";
import { memorySealer } from "../keys/testing/sealer.ts";
import type { RecordStore, StoredEntry } from "./ports.ts";
import { createRecorder, type RecorderLimits } from "./recorder.ts";
import { auditEntry } from "./testing/audit-entry.ts";
import { memoryRecordStore } from "./testing/memory-record-store.ts";

const sealer = memorySealer();
const clock = fixedClock("2026-05-04T15:00:00Z");

/** A store whose appends wait until the test lets each one succeed or fail. */
function heldStore(): RecordStore & {
  readonly batches: (readonly StoredEntry[])[];
  settle(fault?: Error): void;
} {
  const pending: ((fault?: Error) => void)[] = [];
  const batches: (readonly StoredEntry[])[] = [];
  return {
    batches,
    append(entries) {
      batches.push(entries);
      return new Promise((resolve, reject) => pending.push((fault) => (fault ? reject(fault) : resolve())));
    },
    search: async () => ({ entries: [], next: null }),
    settle: (fault) => pending.shift()?.(fault),
  };
}

function recorderOn(store: RecordStore, limits: Partial<RecorderLimits> = {}) {
  return createRecorder(store, sealer, clock, { waiting: 100, batch: 10, commitTimeoutMs: 5_000, ...limits });
}

/** Lets sealing and the first append come about, which waits a turn for others. */
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
};

describe("createRecorder", () => {
  it("AUD-1 resolves only after the append has", async () => {
    const store = heldStore();
    let resolved = false;
    const recording = recorderOn(store)
      .record(auditEntry(1))
      .then(() => (resolved = true));
    await settled();
    expect(resolved).toBe(false);
    store.settle();
    await recording;
    expect(resolved).toBe(true);
  });

  it("AUD-2 commits together what came while a batch was being committed", async () => {
    const store = heldStore();
    const recorder = recorderOn(store);
    const first = recorder.record(auditEntry(1));
    await settled();
    const others = [2, 3, 4].map((number) => recorder.record(auditEntry(number)));
    await settled();
    store.settle();
    await first;
    await settled();
    store.settle();
    await Promise.all(others);
    expect(store.batches.map((batch) => batch.length)).toEqual([1, 3]);
  });

  it("AUD-59 rejects an entry that is too long for the log, alone", async () => {
    const store = memoryRecordStore();
    const recorder = createRecorder(store, sealer, clock);
    const released = Array.from({ length: 4_000 }, (_, at) => `element.number-${at}`);
    const outcomes = await Promise.allSettled([
      recorder.record(auditEntry(1, { released })),
      recorder.record(auditEntry(2)),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
    expect(store.entries.map(({ id }) => id)).toEqual([auditEntry(2).id]);
  });

  it("AUD-2 waits a moment for more where many wait", async () => {
    const store = heldStore();
    const recorder = recorderOn(store);
    const first = recorder.record(auditEntry(1));
    await settled();
    const others = [2, 3, 4, 5].map((number) => recorder.record(auditEntry(number)));
    await settled();
    store.settle();
    await first;
    const late = recorder.record(auditEntry(6));
    await new Promise((resolve) => setTimeout(resolve, 20));
    store.settle();
    await Promise.all([...others, late]);
    expect(store.batches.map((batch) => batch.length)).toEqual([1, 5]);
  });

  it("AUD-2 waits no longer than until a batch is full", async () => {
    const store = heldStore();
    const recorder = recorderOn(store, { batch: 5 });
    const first = recorder.record(auditEntry(1));
    await settled();
    const others = [2, 3, 4, 5].map((number) => recorder.record(auditEntry(number)));
    await settled();
    store.settle();
    await first;
    const last = recorder.record(auditEntry(6));
    await settled();
    expect(store.batches.map((batch) => batch.length)).toEqual([1, 5]);
    store.settle();
    await Promise.all([...others, last]);
  });

  it("AUD-2 commits no more than the batch limit at once", async () => {
    const store = heldStore();
    const recorder = recorderOn(store, { batch: 2 });
    const all = [1, 2, 3, 4].map((number) => recorder.record(auditEntry(number)));
    for (let settles = 0; settles < 4; settles++) {
      await settled();
      store.settle();
    }
    await Promise.all(all);
    expect(Math.max(...store.batches.map((batch) => batch.length))).toBe(2);
  });

  it("AUD-2 commits together what came in one turn", async () => {
    const store = heldStore();
    const recorder = recorderOn(store);
    const all = [1, 2, 3].map((number) => recorder.record(auditEntry(number)));
    await settled();
    store.settle();
    await Promise.all(all);
    expect(store.batches.map((batch) => batch.length)).toEqual([3]);
  });

  it("AUD-2 hands on one full batch while another is being committed, and what does not fill one only then", async () => {
    const store = heldStore();
    const recorder = recorderOn(store, { batch: 2 });
    const all = [1, 2, 3, 4, 5].map((number) => recorder.record(auditEntry(number)));
    const sizes: number[][] = [];
    for (let settles = 0; settles < 3; settles++) {
      await settled();
      sizes.push(store.batches.map((batch) => batch.length));
      store.settle();
    }
    await Promise.all(all);
    expect(sizes).toEqual([
      [2, 2],
      [2, 2],
      [2, 2, 1],
    ]);
  });

  it("AUD-3 rejects every entry of a batch that failed, and none of the next", async () => {
    const store = heldStore();
    const recorder = recorderOn(store, { batch: 2 });
    const results = Promise.allSettled([1, 2, 3].map((number) => recorder.record(auditEntry(number))));
    await settled();
    const sizes: number[] = [];
    for (const fault of [new Error("disk full"), undefined, undefined]) {
      sizes.push(store.batches.at(-1)?.length ?? 0);
      store.settle(fault);
      await settled();
    }
    const failed = (await results).filter((result) => result.status === "rejected");
    expect(failed).toHaveLength(sizes[0] ?? 0);
    expect(failed.every((result) => result.reason.code === "record_unavailable")).toBe(true);
  });

  it("AUD-3 goes on recording after a failure", async () => {
    const store = heldStore();
    const recorder = recorderOn(store);
    const failing = expect(recorder.record(auditEntry(1))).rejects.toThrow("could not be written");
    await settled();
    store.settle(new AppError("internal", "writing the record failed: `53100`"));
    await failing;
    expect(recorder.health().failing).toBe("internal");
    const next = recorder.record(auditEntry(2));
    await settled();
    store.settle();
    await next;
    expect(recorder.health()).toEqual({ waiting: 0, lagMs: 0, failing: null });
  });

  it("AUD-4 rejects an entry beyond the limit at once", async () => {
    const store = heldStore();
    const recorder = recorderOn(store, { waiting: 2 });
    const kept = [1, 2].map((number) => recorder.record(auditEntry(number)));
    await expect(recorder.record(auditEntry(3))).rejects.toMatchObject({ code: "record_unavailable" });
    for (let settles = 0; settles < 2; settles++) {
      await settled();
      store.settle();
    }
    await Promise.all(kept);
  });

  it("AUD-5 rejects when the store does not answer in time, and for an entry that waited, in twice that", async () => {
    const recorder = recorderOn(heldStore(), { commitTimeoutMs: 20 });
    const start = Date.now();
    const first = recorder.record(auditEntry(1));
    const outcomes = Promise.allSettled([first, settled().then(() => recorder.record(auditEntry(2)))]);
    expect((await outcomes).map((outcome) => outcome.status)).toEqual(["rejected", "rejected"]);
    expect(Date.now() - start).toBeLessThan(2_000);
  });

  it("AUD-6 rejects an entry that cannot be sealed, and stores nothing of it", async () => {
    const store = memoryRecordStore();
    const sealFor = () => Promise.reject(new AppError("key_unavailable", "there is no key"));
    const broken = { ...sealer, patients: { ...sealer.patients, sealFor } };
    const recorder = createRecorder(store, broken, clock);
    await expect(recorder.record(auditEntry(1))).rejects.toMatchObject({ code: "record_unavailable" });
    expect(store.entries).toEqual([]);
  });

  it.each(["Pat\u0000", "Pat\ud800", "\\\u0000"])(
    "AUD-6 rejects an entry that cannot be stored alone, and none of those that wait beside it: %j",
    async (resourceType) => {
      const store = memoryRecordStore();
      const recorder = createRecorder(store, sealer, clock);
      const [refused, written] = await Promise.allSettled([
        recorder.record(auditEntry(1, { resourceType })),
        recorder.record(auditEntry(2)),
      ]);
      expect([refused?.status, written?.status]).toEqual(["rejected", "fulfilled"]);
      expect(store.entries).toHaveLength(1);
    },
  );

  it.each(["\\u0000", "\\ud800", "\u0001", "\u{1F600}"])(
    "AUD-6 records what only looks like it: %j",
    async (text) => {
      const store = memoryRecordStore();
      await createRecorder(store, sealer, clock).record(
        auditEntry(1, { resourceType: text, personId: text }),
      );
      expect(store.entries[0]).toMatchObject({ personId: text, open: { resourceType: text } });
    },
  );

  it("AUD-8 waits on close for what it took, and takes no more", async () => {
    const store = memoryRecordStore();
    const recorder = createRecorder(store, sealer, clock);
    void recorder.record(auditEntry(1));
    await recorder.close();
    expect(store.entries).toHaveLength(1);
    await expect(recorder.record(auditEntry(2))).rejects.toMatchObject({ code: "record_unavailable" });
  });
});
