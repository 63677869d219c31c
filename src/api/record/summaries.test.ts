import type { z } from "@hono/zod-openapi";
import { beforeAll, describe, expect, it } from "vitest";
import { recordGrantEvent } from "../../audit/grants/grant-events.ts";
import { createRecorder } from "../../audit/recorder.ts";
import { createSummaryDesk } from "../../audit/summaries/desk.ts";
import { auditEntry } from "../../audit/testing/audit-entry.ts";
import { memoryRecordStore } from "../../audit/testing/memory-record-store.ts";
import { memorySealer } from "../../keys/testing/sealer.ts";
import { fixedClock } from "../../kernel/clock.ts";
import { NOW, practiceApi, type PracticeApi } from "../testing/practice-api.ts";
import type {
  ActivitySchema,
  ExceptionGroupsSchema,
  GrantTimelineSchema,
  ViewersSchema,
} from "./summary-schema.ts";

const AUDITOR = "audra.auditor";
const AUDIT = "audit";
const HOUR = 3_600_000;

let api: PracticeApi;
beforeAll(async () => {
  const [store, sealer, clock] = [memoryRecordStore(), memorySealer(), fixedClock(NOW)];
  const recorder = createRecorder(store, sealer, clock);
  await recorder.record(auditEntry(1, { patients: ["p1"] }));
  await recorder.record(auditEntry(2, { patients: ["p2"], outcome: "deny", reason: "no_grant" }));
  const glass = { grant: "glass-1", kind: "break-glass", by: { personId: "dan.doc", roles: [] } } as const;
  const context = { purpose: "treatment", purposes: ["treatment"], policyHash: "ab", system: "ehr" };
  await recordGrantEvent((entry) => recorder.record(entry), {
    ...glass,
    ...context,
    id: auditEntry(3).id,
    at: NOW - HOUR,
    event: "opened",
    until: NOW + HOUR,
    channel: "api",
    patients: ["p1"],
  });
  api = await practiceApi({
    more: () => ({ recordSummaries: createSummaryDesk({ store, sealer, clock }) }),
  });
});

const ask = <T>(path: string, body?: object, person = AUDITOR, purpose = AUDIT) =>
  api.ask<T>(person, `/api/v1/record/${path}`, { purpose, ...(body === undefined ? {} : { body }) });

describe("the record summed up", () => {
  it("AUD-150 F131 tells who saw a patient, and that one asked is an entry about the patient", async () => {
    const { json } = await ask<z.infer<typeof ViewersSchema>>("_viewers", { patient: "p1" });
    expect(json.viewers.map(({ person, entries }) => [person, entries])).toEqual([
      ["dan.doc", 1],
      ["bea.biller", 1],
    ]);
    expect(api.entries.at(-1)).toMatchObject({ interaction: "api.log.viewers", patients: ["p1"] });
  });

  it("AUD-150 records no patient where there is nothing of the one who was asked for", async () => {
    const { json } = await ask<z.infer<typeof ViewersSchema>>("_viewers", { patient: "nobody" });
    expect(json).toMatchObject({ counted: 0, viewers: [], oldest: null, next: null });
    expect(api.entries.at(-1)?.patients).toEqual([]);
  });

  it("AUD-152 F131 tells what a person saw", async () => {
    const { json } = await ask<z.infer<typeof ActivitySchema>>("_activity", { person: "bea.biller" });
    expect(json).toMatchObject({ entries: 2, patients: 2, counted: 2 });
    expect(json.outcomes).toEqual([
      { name: "deny", entries: 1 },
      { name: "permit", entries: 1 },
    ]);
  });

  it("AUD-154 F132 tells exceptions by grant", async () => {
    const { json } = await ask<z.infer<typeof ExceptionGroupsSchema>>("_exceptions", {});
    expect(json.exceptions).toEqual({ breakGlass: 1, jit: 0 });
    expect(json.groups).toMatchObject([{ grants: ["glass-1"], kind: "break-glass", events: ["opened"] }]);
  });

  it("AUD-156 F056 tells the life of a grant, and 404 of one that the record does not know", async () => {
    const { json } = await ask<z.infer<typeof GrantTimelineSchema>>("grants/glass-1");
    expect(json).toMatchObject({
      state: "open",
      patients: 1,
      steps: [{ step: "opened", person: "dan.doc" }],
    });
    expect((await ask("grants/glass-2")).status).toBe(404);
  });

  it.each([
    ["_viewers", { patient: "p1" }],
    ["_activity", { person: "bea.biller" }],
    ["_exceptions", {}],
    ["grants/glass-1", undefined],
  ])("F131 denies %s to who may not read the record", async (path, body) => {
    const { status } = await ask(path, body, "bea.biller", "billing");
    expect(status).toBe(403);
  });

  it("refuses a time zone that there is not", async () => {
    const { status } = await ask("_viewers", { patient: "p1", zone: "Nowhere/Land" });
    expect(status).toBe(400);
  });
});
