import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { storedEntry } from "../../audit/testing/record-store.contract.ts";
import { soughtTerms, termsOf } from "./terms.ts";

const OPEN = {
  act: "use",
  purpose: "HPAYMT",
  purposes: ["billing"],
  rules: ["r"],
  grantIds: ["g"],
  released: ["e"],
};
const entry = storedEntry(1, { open: { ...OPEN, resourceType: "Claim", system: "ehr", reason: "no_grant" } });

describe("the terms of an entry", () => {
  it.each([
    ["purpose", { purpose: "HPAYMT" }],
    ["purpose it stood for", { purpose: "billing" }],
    ["rule", { rule: "r" }],
    ["grant", { grant: "g" }],
    ["element", { element: "e" }],
    ["resource type", { resourceType: "Claim" }],
    ["system", { system: "ehr" }],
    ["interaction", { interaction: "fhir.read" }],
    ["reason", { reason: "no_grant" }],
  ])("AUD-81 are what a search by %s looks for", (_name, query) => {
    const [sought, ...others] = soughtTerms({ ...query, limit: 1 });
    expect(others).toEqual([]);
    expect(termsOf(entry)).toContain(sought);
  });

  it("AUD-81 are named by kind: a rule is not found as a grant of the same name", () => {
    expect(termsOf(entry)).not.toContain(soughtTerms({ grant: "r", limit: 1 })[0]);
  });

  it("AUD-81 are the first eight bytes of SHA-256, so that another program finds the same", () => {
    const digest = createHash("sha256").update("rule:r").digest();
    expect(soughtTerms({ rule: "r", limit: 1 })).toEqual([String(digest.readBigInt64BE())]);
  });

  it("AUD-81 leave out what nearly every entry has", () => {
    const usual = storedEntry(1, { open: { act: "use" } });
    expect(termsOf(usual)).toEqual(soughtTerms({ interaction: "fhir.read", limit: 1 }));
    expect(soughtTerms({ outcome: "permit", act: "use", limit: 1 })).toEqual([]);
  });
});
