import { describe, expect, it } from "vitest";
import { decide } from "./decide.ts";
import { ask, clinic, fact, factsOf, jit, reasonsOf } from "./testing/clinic.ts";

const billable = factsOf({ relations: [fact("billable", "p1")] });

describe("who asks", () => {
  it("DEC-WHO-1 an account that has ended is denied whatever its roles", () => {
    const request = ask({ as: "biller", purpose: "billing", subject: { active: false } });
    expect(reasonsOf(request, billable)).toEqual(["person_inactive"]);
  });

  it("DEC-WHO-2 an account without a role of this policy is denied", () => {
    expect(reasonsOf(ask({ as: "wizard", purpose: "billing" }), billable)).toEqual(["role_missing"]);
  });
});

describe("why", () => {
  it("DEC-WHY-1 no declared purpose is denied", () => {
    expect(reasonsOf(ask({ as: "biller" }), billable)).toEqual(["purpose_missing"]);
  });

  it("F004 DEC-WHY-2 an unknown purpose code is denied", () => {
    expect(reasonsOf(ask({ as: "biller", purpose: "HMARKT" }), billable)).toEqual(["purpose_unknown"]);
  });

  it.each(["BTG", "break-glass"])("DEC-WHY-3 a purpose that is granted is never declared: %s", (purpose) => {
    expect(reasonsOf(ask({ as: "nurse", purpose }), billable)).toEqual(["purpose_not_declarable"]);
  });

  it("DEC-WHY-4 a case-bound purpose without its case is denied", () => {
    expect(reasonsOf(ask({ as: "biller", purpose: "claim-support" }), billable)).toEqual([
      "purpose_needs_case",
    ]);
  });

  it("DEC-WHY-4 a case-bound purpose is named by its own code, with its case", () => {
    const decision = decide(ask({ as: "biller", purpose: "CLMATTCH", caseId: "Claim/3" }), clinic, billable);
    expect(decision.purposes).toEqual(["claim-support"]);
  });

  it("DEC-WHY-5 a parent's code stands for the standing purposes under it, case-bound ones left out", () => {
    const decision = decide(ask({ as: "biller", purpose: "HPAYMT", caseId: "Claim/3" }), clinic, billable);
    expect(decision.purposes).toEqual(["billing", "eligibility"]);
  });

  it("DEC-WHY-5 a code may be written with its code system", () => {
    const purpose = "http://terminology.hl7.org/CodeSystem/v3-ActReason|ELIGVER";
    expect(decide(ask({ as: "biller", purpose }), clinic, billable).purposes).toEqual(["eligibility"]);
  });

  it("F018 DEC-WHY-6 a clerk who declares treatment is denied", () => {
    expect(reasonsOf(ask({ as: "front-desk", purpose: "TREAT" }), billable)).toEqual([
      "purpose_not_permitted",
    ]);
  });

  it("DEC-WHY-6 a just-in-time grant in force gives the purpose it was approved for", () => {
    const facts = factsOf({ grants: [jit({ purpose: "eligibility" })] });
    expect(decide(ask({ as: "nurse", purpose: "eligibility" }), clinic, facts).outcome).toBe("permit");
  });

  it("DEC-WHY-7 declaring never gives a purpose that the roles do not have", () => {
    const decision = decide(ask({ as: "front-desk", purpose: "HPAYMT" }), clinic, billable);
    expect(decision.purposes).toEqual(["billing"]);
  });

  it("F001 DEC-WHY-8 a purpose that does not allow the act is denied", () => {
    const recipient = { class: "health-plan", id: "plan", verified: true } as const;
    const request = ask({ as: "biller", purpose: "eligibility", act: "disclose", recipient });
    expect(reasonsOf(request, billable)).toEqual(["act_not_permitted"]);
  });

  it("F011 DEC-WHY-9 a purpose is bound to its channels", () => {
    const request = ask({ as: "support", purpose: "system-support", channel: "fhir", system: "ehr-test" });
    expect(reasonsOf(request, factsOf())).toEqual(["wrong_channel"]);
  });
});
