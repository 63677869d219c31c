import { beforeEach, describe, expect, it } from "vitest";
import { memorySealer } from "../../keys/testing/sealer.ts";
import { fixedClock } from "../../kernel/clock.ts";
import { AppError } from "../../kernel/errors.ts";
import { gapsOf } from "../completeness.ts";
import { createRecorder } from "../recorder.ts";
import { memoryRecordStore } from "../testing/memory-record-store.ts";
import type { AuditEntry } from "../types.ts";
import { readFhirLines } from "./fhir/batch.ts";
import { createIntake, type Intake, refuseUnfit } from "./intake.ts";
import { balpRead } from "./testing/audit-event.ts";
import { memoryIntakeStore, memorySourceStore, recordSource } from "./testing/memory-intake.ts";
import type { SourceRules } from "./types.ts";

const NOW = Date.parse("2026-05-04T15:00:05Z");
const sealer = memorySealer();
const clock = fixedClock(NOW);

let record: ReturnType<typeof createRecorder>;
let entries: Map<string, AuditEntry>;
let failing: (entry: AuditEntry) => boolean;
let intake: Intake;
let store: ReturnType<typeof memoryIntakeStore>;

beforeEach(() => {
  record = createRecorder(memoryRecordStore(), sealer, clock);
  entries = new Map();
  failing = () => false;
  store = memoryIntakeStore(() =>
    [...entries.values()].map(({ id, source, at }) => ({ id, source: source?.id ?? "", at })),
  );
  intake = createIntake({
    store,
    sources: memorySourceStore(),
    people: {
      byUserName: async (name) => (name === "paul.provider" ? name : undefined),
      byReference: async (reference) => (reference === "Practitioner/paul" ? "paul.provider" : undefined),
    },
    sealer,
    clock,
    append: async (entry) => {
      if (failing(entry)) throw new AppError("record_unavailable", "the entry could not be written");
      await record.record(entry);
      entries.set(entry.id, entry);
    },
  });
});

const ndjson = (...events: object[]): string => events.map((event) => JSON.stringify(event)).join("\n");
const take = (text: string, rules: Partial<SourceRules> = {}) =>
  intake.take(recordSource({ rules }), readFhirLines(text), "intake.fhir");
const only = async (event: object, rules: Partial<SourceRules> = {}): Promise<AuditEntry> => {
  await take(ndjson(event), rules);
  return [...entries.values()][0] as AuditEntry;
};

describe("intake of other systems' events", () => {
  it("INT-1 F180 records an event as our own entry, with when it came and where from", async () => {
    const entry = await only(balpRead(1), { people: "userName" });
    expect(entry).toMatchObject({
      at: NOW,
      personId: "paul.provider",
      interaction: "intake.read",
      resourceType: "Observation",
      purpose: "TREAT",
      system: "Laboratory system",
      outcome: "permit",
      released: [],
      patients: ["patient-pat"],
      records: ["Observation/7"],
      source: { id: "lab", event: "event-1", at: Date.parse("2026-05-04T15:00:00Z") },
    });
    expect(gapsOf(entry)).toEqual([]);
  });

  it("INT-2 keeps the event as it was sent, sealed with the entry and opened with its patients", async () => {
    const sent = JSON.stringify(balpRead(1, { unmapped: "what nobody reads" }));
    await take(sent);
    const closed = (await record.search({ limit: 1 }, false)).entries[0];
    const opened = (await record.search({ limit: 1 }, true)).entries[0];
    expect(closed).not.toHaveProperty("sourceEvent");
    expect(opened?.sourceEvent).toBe(sent);
    expect(opened?.source?.event).toBe("event-1");
  });

  it("INT-3 F180 the same batch twice counts once", async () => {
    const batch = ndjson(balpRead(1), balpRead(2), balpRead(1));
    expect(await take(batch)).toEqual({ accepted: 2, duplicate: 1, rejected: [] });
    expect(await take(batch)).toEqual({ accepted: 0, duplicate: 3, rejected: [] });
    expect(entries.size).toBe(2);
  });

  it("INT-3 an event with the same id at another source is another event", async () => {
    await take(ndjson(balpRead(1)));
    const other = recordSource({ id: "imaging" });
    expect((await intake.take(other, readFhirLines(ndjson(balpRead(1))), "x")).accepted).toBe(1);
  });

  it("INT-4 an event without an id is known by its canonical form, and no one can tell it from its key", async () => {
    const [one, same] = [balpRead(1, { id: undefined }), { entity: [], ...balpRead(1, { id: undefined }) }];
    const entry = await only(one);
    expect(entry.source?.event).toMatch(/^hmac:[0-9a-f]+$/);
    expect((await take(ndjson(same))).duplicate).toBe(1);
  });

  it("INT-5 batches that come at the same time, in any order, count each event once", async () => {
    const numbers = Array.from({ length: 40 }, (_, index) => index);
    const batches = [0, 10, 20].map((at) => numbers.slice(at, at + 20).toReversed());
    const taken = await Promise.all(batches.map((batch) => take(ndjson(...batch.map((n) => balpRead(n))))));
    expect(entries.size).toBe(40);
    expect(taken.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(40);
  });

  it("INT-6 a batch that failed is written one by one, and one that cannot be is said to be sent again", async () => {
    let calls = 0;
    failing = () => ++calls <= 3;
    expect((await take(ndjson(balpRead(1), balpRead(2), balpRead(3)))).accepted).toBe(3);
    failing = ({ source }) => source?.event === "event-5";
    const batch = ndjson(balpRead(4), balpRead(5));
    await expect(take(batch)).rejects.toMatchObject({ code: "record_unavailable" });
    failing = () => false;
    expect(await take(batch)).toEqual({ accepted: 1, duplicate: 1, rejected: [] });
  });

  it("INT-7 a bad line is kept with its reason, and the good ones are taken", async () => {
    const batch = [ndjson(balpRead(1)), "{", ndjson({ resourceType: "Patient" }), ndjson(balpRead(2))];
    const taken = await take(batch.join("\n"));
    expect(taken).toMatchObject({
      accepted: 2,
      rejected: [
        { place: 2, reason: "not_json" },
        { place: 3, reason: "not_audit_event" },
      ],
    });
    expect(store.kept.map(({ raw }) => raw)).toEqual(["{", '{"resourceType":"Patient"}']);
  });

  it("INT-7 the same bad line again is kept once", async () => {
    await take("{");
    await take("{");
    expect(store.kept).toHaveLength(1);
    expect((await store.days("lab", NOW))[0]?.rejected).toBe(1);
  });

  it("INT-8 a person is one of ours by alias, then by the source's rule, else keeps the sender's id", async () => {
    const person = async (rules: Partial<SourceRules>) => {
      entries.clear();
      return (await only(balpRead(entries.size), rules)).personId;
    };
    expect(await person({ people: "own", aliases: { "paul.provider": "nina.nurse" } })).toBe("nina.nurse");
    record = createRecorder(memoryRecordStore(), sealer, clock);
    expect(await person({ people: "practitioner" })).toBe("paul.provider");
    record = createRecorder(memoryRecordStore(), sealer, clock);
    expect(await person({ people: "own" })).toBe("lab/paul.provider");
  });

  it("INT-9 a patient who acted is no readable person id, which is stored open", async () => {
    const agent = [{ who: { reference: "Patient/patient-pat" }, requestor: true }];
    const entry = await only(balpRead(1, { agent }));
    expect(entry.personId).toMatch(/^lab\/hmac:[0-9a-f]+$/);
  });

  it("INT-10 patient ids that are the sender's own stand under its name", async () => {
    expect((await only(balpRead(1), { patients: "own" })).patients).toEqual(["lab/patient-pat"]);
  });

  it("INT-11 a source that is switched off, or sends another kind, takes nothing", () => {
    expect(() => refuseUnfit(recordSource({ disabledAt: 1 }), "fhir")).toThrow("switched off");
    expect(() => refuseUnfit(recordSource({ kind: "csv" }), "fhir")).toThrow("sends `csv`");
    expect(() => refuseUnfit(recordSource(), "fhir")).not.toThrow();
  });
});
