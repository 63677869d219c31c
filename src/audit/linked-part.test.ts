import { describe, expect, it } from "vitest";
import { systemClock } from "../kernel/clock.ts";
import { memoryPatientKeys } from "../keys/testing/memory-patient-keys.ts";
import { memorySealer } from "../keys/testing/sealer.ts";
import { createRecorder } from "./recorder.ts";
import { entryOf, storedEntryOf } from "./stored-entry.ts";
import { auditEntry } from "./testing/audit-entry.ts";
import { memoryRecordStore } from "./testing/memory-record-store.ts";
import { logForm } from "./tree/leaf.ts";
import type { AuditEntry } from "./types.ts";

const TWO = auditEntry(1, {
  patients: ["p1", "p2"],
  records: ["Claim/3"],
  query: "patient=p1",
  recipient: "payer-7",
});

/** A record of these entries, in which keys of patients can be destroyed. */
async function recorded(...entries: readonly AuditEntry[]) {
  const keys = memoryPatientKeys();
  const sealer = memorySealer(keys);
  const store = memoryRecordStore();
  const recorder = createRecorder(store, sealer, systemClock);
  for (const entry of entries) await recorder.record(entry);
  return {
    store,
    sealer,
    shred: async (patient: string) => {
      const handle = (await sealer.patients.find(patient)) ?? Buffer.alloc(0);
      keys.destroy(handle);
      sealer.patients.forget(handle);
    },
    all: async () => (await recorder.search({ limit: 10 }, true)).entries,
    about: async (patientId: string) =>
      (await recorder.search({ limit: 10, patientId }, false)).entries.length,
  };
}

describe("an entry about a patient whose key was destroyed", () => {
  it("F179 AUD-16 tells neither patient, records nor query", async () => {
    const { shred, all } = await recorded(auditEntry(1));
    await shred("patient-1");
    const gone = { patients: [], records: [], query: null, shredded: 1 };
    expect(await all()).toEqual([{ ...auditEntry(1), ...gone }]);
  });

  it("F179 AUD-16 still tells who did what, and about whom else", async () => {
    const { shred, all } = await recorded(TWO);
    await shred("p1");
    expect(await all()).toEqual([{ ...TWO, patients: ["p2"], records: [], query: null, shredded: 1 }]);
  });

  it("F179 AUD-16 is not found by that patient any more, and is by another", async () => {
    const { shred, about } = await recorded(TWO);
    expect([await about("p1"), await about("p2")]).toEqual([1, 1]);
    await shred("p1");
    expect([await about("p1"), await about("p2")]).toEqual([0, 1]);
  });

  it("F179 AUD-16 has the leaf it had", async () => {
    const { shred, store } = await recorded(TWO);
    const before = store.entries.map((entry) => logForm({ ...entry, seq: 1 }, "modicum/test"));
    await shred("p1");
    expect(store.entries.map((entry) => logForm({ ...entry, seq: 1 }, "modicum/test"))).toEqual(before);
  });

  it("AUD-17 keeps a recipient who is not the patient", async () => {
    const { shred, all } = await recorded(TWO);
    await shred("p2");
    expect(await all()).toMatchObject([{ recipient: "payer-7" }]);
  });

  it("F179 AUD-17 tells a recipient who is the patient no more", async () => {
    const { shred, all } = await recorded(auditEntry(1, { recipient: "Patient/patient-1" }));
    expect(await all()).toMatchObject([{ recipient: "Patient/patient-1" }]);
    await shred("patient-1");
    expect(await all()).toMatchObject([{ recipient: null }]);
  });

  it("AUD-16 leaves entries about others as they were", async () => {
    const other = auditEntry(2, { patients: ["p3"] });
    const { shred, all } = await recorded(TWO, other);
    await shred("p1");
    expect((await all())[0]).toEqual(other);
  });
});

describe("an entry that is older than keys of patients", () => {
  it("AUD-18 is read and found as before", async () => {
    const { sealer, store, about, all } = await recorded();
    const { patients, records, query, recipient } = TWO;
    const linked = JSON.stringify({ patients, records, query, recipient });
    const older = {
      ...(await storedEntryOf(TWO, sealer)),
      sealed: await sealer.seal(Buffer.from(linked), `audit_entry.sealed\0${TWO.id}`),
      patientIndex: patients.map((patient) => sealer.blindIndex("audit_entry.patient", patient)),
    };
    await store.append([older]);
    expect(await all()).toEqual([TWO]);
    expect([await about("p1"), await about("p9")]).toEqual([1, 0]);
  });
});

describe("a sealed part", () => {
  it("AUD-10 that is none is refused", async () => {
    const { sealer } = await recorded();
    const stored = { ...(await storedEntryOf(TWO, sealer)), sealed: Buffer.of(9, 9) };
    await expect(entryOf(stored, sealer, true)).rejects.toMatchObject({ code: "internal" });
  });

  it("AUD-10 that was cut is refused", async () => {
    const { sealer } = await recorded();
    const stored = await storedEntryOf(TWO, sealer);
    const cut = { ...stored, sealed: stored.sealed.subarray(0, -1) };
    await expect(entryOf(cut, sealer, true)).rejects.toMatchObject({ code: "key_unavailable" });
  });
});
