import { describe, expect, it } from "vitest";
import { systemClock } from "../kernel/clock.ts";
import { memorySealer } from "../keys/testing/sealer.ts";
import { findIncomplete, gapsOf } from "./completeness.ts";
import { createRecorder } from "./recorder.ts";
import { auditEntry } from "./testing/audit-entry.ts";
import { memoryRecordStore } from "./testing/memory-record-store.ts";
import type { AuditEntry } from "./types.ts";

describe("gapsOf", () => {
  it("AUD-30 finds nothing missing in a complete permit", () => {
    expect(gapsOf(auditEntry(1))).toEqual([]);
  });

  it("AUD-30 takes a temporary grant for a rule", () => {
    expect(gapsOf(auditEntry(1, { rules: [], grantIds: ["jit-7"] }))).toEqual([]);
  });

  const signIn = { interaction: "api.session.sign-in", purpose: null, purposes: [], rules: [], released: [] };

  it("AUD-30 asks a sign-in for who and under which policy, since it comes before any purpose", () => {
    expect(gapsOf(auditEntry(1, signIn))).toEqual([]);
    expect(gapsOf(auditEntry(1, { ...signIn, personId: null, policyHash: "" }))).toEqual([
      "person",
      "policy",
    ]);
  });

  it("AUD-30 takes nothing that let an element out for a sign-in", () => {
    const released = ["patient.name"];
    expect(gapsOf(auditEntry(1, { ...signIn, released }))).toEqual(["purpose", "rule"]);
  });

  const lacking: readonly [string, Partial<AuditEntry>][] = [
    ["person", { personId: null }],
    ["purpose", { purpose: null }],
    ["purpose", { purposes: [] }],
    ["policy", { policyHash: "" }],
    ["rule", { rules: [], grantIds: [] }],
    ["reason", { outcome: "deny", reason: null }],
  ];
  it.each(lacking)("AUD-30 F012 finds the missing %s in %j", (gap, fields) => {
    expect(gapsOf(auditEntry(1, fields))).toEqual([gap]);
  });
});

describe("findIncomplete", () => {
  it("AUD-30 F012 finds every incomplete entry of the time asked for", async () => {
    const recorder = createRecorder(memoryRecordStore(), memorySealer(), systemClock);
    for (let number = 0; number < 30; number++) {
      await recorder.record(auditEntry(number, number % 10 === 0 ? { purpose: null } : {}));
    }
    const day = auditEntry(0).at;
    const found = await findIncomplete(recorder, day + 5, day + 25);
    expect(found).toEqual([20, 10].map((number) => ({ id: auditEntry(number).id, gaps: ["purpose"] })));
  });
});
