import { beforeEach, describe, expect, it, vi } from "vitest";
import { systemClock } from "../kernel/clock.ts";
import { memorySealer } from "../keys/testing/sealer.ts";
import { createRecorder, type Recorder } from "./recorder.ts";
import type { RecordQuery } from "./search.ts";
import { auditEntry } from "./testing/audit-entry.ts";
import { memoryRecordStore } from "./testing/memory-record-store.ts";

const sealer = memorySealer();
const written = [
  auditEntry(1),
  auditEntry(2, { patients: ["patient-2", "patient-3"], personId: "nina.nurse" }),
  auditEntry(3, { patients: ["patient-3"], recipient: "Patient/patient-3" }),
];
let recorder: Recorder;

beforeEach(async () => {
  recorder = createRecorder(memoryRecordStore(), sealer, systemClock);
  for (const entry of written) await recorder.record(entry);
});

async function idsOf(query: Partial<RecordQuery>): Promise<string[]> {
  return (await recorder.search({ limit: 10, ...query }, false)).entries.map((entry) => entry.id);
}

const ids = (...numbers: number[]): string[] => numbers.map((number) => auditEntry(number).id);

describe("search", () => {
  it("AUD-20 gives the newest first", async () => {
    expect(await idsOf({})).toEqual(ids(3, 2, 1));
  });

  it.each([
    ["newest first", {}, [3, 2, 1]],
    ["oldest first", { oldestFirst: true }, [1, 2, 3]],
  ] as const)("AUD-20 gives each entry once over the pages, %s", async (_order, query, numbers) => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const cursor: Partial<RecordQuery> = after === null ? {} : { after };
      const page = await recorder.search({ limit: 2, ...query, ...cursor }, false);
      seen.push(...page.entries.map((entry) => entry.id));
      after = page.next;
    } while (after !== null);
    expect(seen).toEqual(ids(...numbers));
  });

  it("AUD-22 refuses the cursor of the same search in the other order", async () => {
    const { next } = await recorder.search({ limit: 1 }, false);
    const turned = recorder.search({ limit: 1, oldestFirst: true, after: next ?? "" }, false);
    await expect(turned).rejects.toMatchObject({ code: "input_invalid" });
  });

  it("AUD-21 unseals nothing unless patients are asked for", async () => {
    const open = vi.spyOn(sealer, "open");
    const { entries } = await recorder.search({ limit: 1 }, false);
    expect(entries).toEqual([{ ...written[2], patients: [], records: [], query: null, recipient: null }]);
    expect(open).not.toHaveBeenCalled();
    open.mockRestore();
  });

  it("AUD-12 gives the entries as they were written when patients are asked for", async () => {
    expect((await recorder.search({ limit: 3 }, true)).entries).toEqual(written.toReversed());
  });

  it("AUD-22 refuses the cursor of another search", async () => {
    const { next } = await recorder.search({ limit: 1, personId: "bea.biller" }, false);
    const transplanted = recorder.search({ limit: 1, personId: "nina.nurse", after: next ?? "" }, false);
    await expect(transplanted).rejects.toMatchObject({ code: "input_invalid" });
  });

  it.each(["", "AAAA", "not base64!"])("AUD-22 refuses the made-up cursor `%s`", async (after) => {
    await expect(recorder.search({ limit: 1, after }, false)).rejects.toMatchObject({
      code: "input_invalid",
    });
  });

  it("AUD-23 finds by patient every entry about that patient, and no other", async () => {
    expect(await idsOf({ patientId: "patient-3" })).toEqual(ids(3, 2));
  });

  it.each([0, -1, 1.5, 1_001])("refuses the limit %d", async (limit) => {
    await expect(recorder.search({ limit }, false)).rejects.toMatchObject({ code: "input_invalid" });
  });
});
