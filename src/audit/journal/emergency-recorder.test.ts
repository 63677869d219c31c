import { beforeEach, describe, expect, it } from "vitest";
import { AppError } from "../../kernel/errors.ts";
import { fixedClock, systemClock } from "../../kernel/clock.ts";
import { memorySealer } from "../../keys/testing/sealer.ts";
import { gapsOf } from "../completeness.ts";
import { nextEntryId } from "../entry-id.ts";
import { createRecorder, type Recorder } from "../recorder.ts";
import { auditEntry } from "../testing/audit-entry.ts";
import { memoryRecordStore } from "../testing/memory-record-store.ts";
import type { AuditEntry } from "../types.ts";
import { createEmergencyRecorder, type EmergencyRecorder } from "./emergency-recorder.ts";
import { type Journal, openJournal } from "./journal.ts";
import { mergeJournal, type MergeParts } from "./merge.ts";
import { memoryMedium, type MemoryMedium } from "./testing/memory-medium.ts";

const clock = fixedClock("2026-05-04T15:00:00Z");
const sealer = memorySealer();
const newId = (): string => nextEntryId(systemClock);
const emergency = (fields: Partial<AuditEntry> = {}): AuditEntry =>
  auditEntry(0, { id: newId(), grantIds: ["g1"], exceptions: ["break-glass"], ...fields });

let medium: MemoryMedium;
let journal: Journal;
let store: ReturnType<typeof memoryRecordStore>;
let isDown: boolean;
let recorder: Recorder;
let parts: MergeParts;
let record: EmergencyRecorder["record"];

beforeEach(async () => {
  medium = memoryMedium(256 * 512);
  store = memoryRecordStore();
  isDown = false;
  const down = {
    ...store,
    append: async (entries: Parameters<typeof store.append>[0]) => {
      if (isDown) throw new AppError("database_unreachable", "writing the record failed: `53100`");
      await store.append(entries);
    },
  };
  recorder = createRecorder(down, sealer, clock);
  await openParts();
});

async function openParts(): Promise<void> {
  journal = await openJournal(medium, sealer, newId);
  parts = { journal, recorder, now: () => clock.now(), policyHash: () => "ab".repeat(32) };
  ({ record } = createEmergencyRecorder({ ...parts, onFault: () => undefined }));
}

const storedIds = (): readonly string[] => store.entries.map(({ id }) => id);

describe("while the record cannot be written", () => {
  it.each<[string, Partial<AuditEntry>]>([
    ["a release without a grant", { exceptions: [] }],
    ["a release on a just-in-time grant", { exceptions: ["jit"] }],
    ["a refusal under broken glass", { outcome: "deny", reason: "no_grant" }],
  ])("AUD-101 F176 denies %s", async (_title, fields) => {
    isDown = true;
    await expect(record(emergency(fields))).rejects.toMatchObject({ code: "record_unavailable" });
    expect(journal.held().entries).toEqual([]);
  });

  it("AUD-101 goes on for what rests on broken glass", async () => {
    isDown = true;
    const entry = emergency({ exceptions: ["break-glass", "jit"] });
    await expect(record(entry)).resolves.toBeUndefined();
    expect(journal.held().entries).toEqual([entry]);
  });

  it("AUD-101 writes an emergency to the record alone while that can be written", async () => {
    const entry = emergency();
    await record(entry);
    expect([storedIds(), journal.held().entries]).toEqual([[entry.id], []]);
  });

  it("AUD-101 denies an entry that could never be merged", async () => {
    isDown = true;
    await expect(record(emergency({ personId: "a\0b" }))).rejects.toMatchObject({ code: "internal" });
    expect(journal.held().entries).toEqual([]);
  });

  it("AUD-106 denies emergencies too when the journal fails", async () => {
    isDown = true;
    medium.broken = true;
    await expect(record(emergency())).rejects.toMatchObject({ code: "record_unavailable" });
  });

  it("AUD-106 denies emergencies too when the journal is full", async () => {
    isDown = true;
    const all = await Promise.allSettled(
      Array.from({ length: 300 }, () => record(emergency({ query: "z".repeat(900) }))),
    );
    const kept = all.filter(({ status }) => status === "fulfilled").length;
    expect(kept).toBe(journal.held().entries.length);
    await expect(record(emergency({ query: "z".repeat(200_000) }))).rejects.toMatchObject({
      code: "record_unavailable",
    });
  });
});

describe("merging the journal", () => {
  it("AUD-105 brings entries into the record in order, and itself as a complete entry under the journal's id", async () => {
    isDown = true;
    const entries = [emergency(), emergency(), emergency()];
    for (const entry of entries) await record(entry);
    const { id } = journal.held();
    isDown = false;
    expect(await mergeJournal(parts)).toBe(3);
    expect(storedIds()).toEqual([...entries.map((entry) => entry.id), id]);
    const {
      entries: [merge],
    } = await recorder.search({ id, limit: 1 }, false);
    expect(merge).toMatchObject({ interaction: "system.journal.merge", recordCount: 3, outcome: "permit" });
    expect(merge && gapsOf(merge)).toEqual([]);
  });

  it("AUD-105 leaves the journal as it is while the record cannot be written", async () => {
    isDown = true;
    await record(emergency());
    await expect(mergeJournal(parts)).rejects.toMatchObject({ code: "record_unavailable" });
    expect(journal.held().entries).toHaveLength(1);
  });

  it("AUD-105 doubles nothing when it was cut off after the merge and before there was room", async () => {
    isDown = true;
    for (let n = 0; n < 3; n += 1) await record(emergency());
    isDown = false;
    medium.crashNext = () => false;
    void mergeJournal(parts);
    await new Promise((resolve) => setTimeout(resolve, 30));
    const before = storedIds();
    await openParts();
    expect(journal.held().entries).toHaveLength(3);
    await mergeJournal(parts);
    expect(storedIds()).toEqual(before);
    expect(journal.health().state).toBe("empty");
  });

  it("AUD-105 says in the record that the journal was altered, and merges what holds of it", async () => {
    isDown = true;
    const [one, two] = [emergency(), emergency()];
    await record(one);
    const { used } = journal.health();
    await record(two);
    medium.bytes[used + 100]! ^= 1;
    isDown = false;
    await openParts();
    const { id } = journal.held();
    await mergeJournal(parts);
    expect(storedIds()).toEqual([one.id, id]);
    const {
      entries: [merge],
    } = await recorder.search({ id, limit: 1 }, false);
    expect(merge).toMatchObject({ outcome: "error", reason: "record_not_whole" });
    expect(journal.health().state).toBe("empty");
  });

  it("AUD-105 happens by itself as soon as the record is back", async () => {
    const emergencies = createEmergencyRecorder({ ...parts, onFault: () => undefined, mergeEveryMs: 5 });
    isDown = true;
    const entry = emergency();
    await emergencies.record(entry);
    emergencies.start();
    await new Promise((resolve) => setTimeout(resolve, 20));
    isDown = false;
    while (journal.health().state !== "empty") await new Promise((resolve) => setTimeout(resolve, 5));
    expect(storedIds()[0]).toBe(entry.id);
    await emergencies.close();
  });
});
