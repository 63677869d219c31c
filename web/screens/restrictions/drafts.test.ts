import { describe, expect, it } from "vitest";
import {
  consentLacks,
  newConsent,
  newRestriction,
  NO_CONSENT,
  NO_RESTRICTION,
  restrictionLacks,
} from "./drafts.ts";
import { CONSENT_PARTS, idsOf, listed, RECIPIENTS } from "./words.ts";

const ID = "0196a2f0-0000-7000-8000-000000000001";
const SELF_PAY = { ...NO_RESTRICTION, patient: "7f3c", kind: "self-pay" as const };
const PARTS = idsOf(CONSENT_PARTS);
const SIGNED = {
  ...NO_CONSENT,
  patient: "7f3c",
  present: PARTS,
  discloser: "Riverside",
  description: "all records",
  recipients: ["provider" as const],
  bases: ["treatment" as const],
  signed: "2026-05-04",
};

describe("a restriction as it is written", () => {
  it("F101 names what was paid in full before it is sent", () => {
    expect(restrictionLacks(SELF_PAY)).toHaveProperty("refs");
    expect(restrictionLacks({ ...SELF_PAY, refs: "Claim/3" })).toEqual({});
  });

  it("F101 sends of what was paid in full the item alone, since the law says the rest", () => {
    const sent = newRestriction(ID, {
      ...SELF_PAY,
      refs: "Claim/3\nEncounter/7",
      recipients: ["employer"],
      elements: "claim.*",
      until: "2026-06-01",
    });
    expect(sent).toEqual({ id: ID, patient: "7f3c", kind: "self-pay", refs: ["Claim/3", "Encounter/7"] });
  });

  it("F101 lets the last day count whole", () => {
    const sent = newRestriction(ID, {
      ...NO_RESTRICTION,
      patient: "7f3c",
      from: "2026-05-31",
      until: "2026-05-31",
    });
    expect(Date.parse(sent.until ?? "") - Date.parse(sent.from ?? "")).toBe(24 * 3_600_000);
  });

  it.each(["", "Patient/7f3c", "Ann Example"])("F101 takes no patient called `%s`", (patient) => {
    expect(restrictionLacks({ ...NO_RESTRICTION, patient })).toHaveProperty("patient");
  });

  it.each(["Claim", "claim/3", "Claim/3/4"])("F101 takes no item written `%s`", (refs) => {
    expect(restrictionLacks({ ...NO_RESTRICTION, patient: "7f3c", refs })).toHaveProperty("refs");
  });
});

describe("a consent as it is written", () => {
  it.each(PARTS)("F102 is not sent without `%s`", (part) => {
    const present = PARTS.filter((one) => one !== part);
    expect(Object.keys(consentLacks({ ...SIGNED, present }))).toEqual(["present"]);
  });

  it("F102 is sent without an end where the form has none", () => {
    expect(consentLacks(SIGNED)).toEqual({});
    expect(newConsent(ID, SIGNED)).not.toHaveProperty("until");
  });

  it.each(["recipients", "bases"] as const)("F102 is not sent without %s", (field) => {
    expect(Object.keys(consentLacks({ ...SIGNED, [field]: [] }))).toEqual([field]);
  });
});

describe("a list in words", () => {
  it("F101 reads as one sentence, with abbreviations as they are", () => {
    expect(listed(["health-plan", "employer", "hhs"], RECIPIENTS, "everyone")).toBe(
      "Health plans, employers, HHS",
    );
    expect(listed([], RECIPIENTS, "everyone")).toBe("everyone");
  });
});
