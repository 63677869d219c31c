import { describe, expect, it } from "vitest";
import { refuseUnknown, relationLines } from "./check.ts";

const ssn = { element: "patient.ssn", transform: "drop", rules: [], reason: null, next: null };

describe("modicum check", () => {
  it("refuses an element that the resource does not have, so that a typo never reads like a denial", () => {
    expect(() => refuseUnknown(["patient.ssn", "patient.sssn"], { elements: [ssn] })).toThrow(
      "this resource has no element `patient.sssn`",
    );
  });

  it("takes an element that is withheld", () => {
    expect(() => refuseUnknown(["patient.ssn"], { elements: [ssn] })).not.toThrow();
  });

  it("names a relation once, though two rules rest on it", () => {
    const billable = { relation: "billable", source: "Encounter/7" };
    expect(relationLines([billable, billable])).toEqual(["relation  billable by Encounter/7"]);
  });
});
