import { describe, expect, it } from "vitest";
import { decide } from "./decide.ts";
import { ask, clinic, fact, factsOf, reasonsOf, record, shown } from "./testing/clinic.ts";

const billable = factsOf({ relations: [fact("billable", "p1")] });

describe("use", () => {
  it("F008 DEC-USE-1 a role sees the elements of its grant for the purpose, and nothing else", () => {
    expect(shown(ask({ as: "biller", purpose: "billing" }), billable, record("Patient"))).toEqual([
      "patient.name",
    ]);
  });
  it("denies without purpose", () => {
    expect(reasonsOf(ask({ as: "biller" }), billable)).toEqual(["purpose_missing"]);
    expect(decide(ask({ as: "biller", purpose: "nonsense" }), clinic, billable).outcome).toBe("deny");
  });
});
