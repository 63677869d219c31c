import { describe, expect, it } from "vitest";
import { gapsOf } from "./completeness.ts";
import { auditEntry } from "./testing/audit-entry.ts";
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

  it.each(["api.sessions.end", "oauth.client-credentials"])(
    "AUD-30 asks %s for no more than a sign-in, and only while it lets nothing out",
    (interaction) => {
      expect(gapsOf(auditEntry(1, { ...signIn, interaction }))).toEqual([]);
      expect(gapsOf(auditEntry(1, { ...signIn, interaction, released: ["x"] }))).toEqual(["purpose", "rule"]);
    },
  );

  it.each(["system.journal.merge", "fhir.capabilities"])(
    "AUD-30 asks %s of nobody for the policy alone, and only while it lets nothing out",
    (interaction) => {
      const ofNobody = { ...signIn, interaction, personId: null };
      expect(gapsOf(auditEntry(1, ofNobody))).toEqual([]);
      expect(gapsOf(auditEntry(1, { ...ofNobody, policyHash: "" }))).toEqual(["policy"]);
      expect(gapsOf(auditEntry(1, { ...ofNobody, released: ["x"] }))).toEqual(["person", "purpose", "rule"]);
    },
  );

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
