import type { z } from "@hono/zod-openapi";
import { expect, it } from "vitest";
import { auditEntry } from "../../audit/testing/audit-entry.ts";
import { memoryRecordStore } from "../../audit/testing/memory-record-store.ts";
import { createRecorder } from "../../audit/recorder.ts";
import { systemClock } from "../../kernel/clock.ts";
import { memorySealer } from "../../keys/testing/sealer.ts";
import { practiceApi } from "../testing/practice-api.ts";
import type { EntryPageSchema } from "./schema.ts";

it("AUD-113 F132 shows the exceptions, with a count by kind over all pages", async () => {
  const recorder = createRecorder(memoryRecordStore(), memorySealer(), systemClock);
  await recorder.record(auditEntry(1));
  for (const n of [2, 3, 4]) await recorder.record(auditEntry(n, { exceptions: ["jit"] }));
  await recorder.record(auditEntry(5, { exceptions: ["break-glass", "jit"] }));
  const api = await practiceApi({ more: () => ({ record: { search: recorder.search } }) });
  const asked = { purpose: "audit", body: { exceptions: true, limit: 2 } };
  const { json } = await api.ask<z.infer<typeof EntryPageSchema>>(
    "audra.auditor",
    "/api/v1/record/_search",
    asked,
  );
  expect(json.exceptions).toEqual({ breakGlass: 1, jit: 3 });
  expect(json.entries.map(({ exceptions }) => exceptions)).toEqual([["break-glass", "jit"], ["jit"]]);
  expect(json.next).not.toBeNull();
});
