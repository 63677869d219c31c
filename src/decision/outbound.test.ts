import { describe, expect, it } from "vitest";
import { decide } from "./decide.ts";
import { ask, clinic, fact, factsOf, jit, elements, reasonsOf, record, shown } from "./testing/clinic.ts";
import { viewOf } from "./view.ts";

const billable = factsOf({ relations: [fact("billable", "p1")] });
const plan = { class: "health-plan", id: "plan", verified: true } as const;
const billing = { as: "biller", purpose: "billing" } as const;

const rulesFor = (act: "use" | "disclose" | "request") => {
  const request = ask({ ...billing, act, recipient: act === "use" ? null : plan });
  return viewOf(decide(request, clinic, billable), record(act === "request" ? "Coverage" : "Claim"), billable)
    ?.rules;
};

const kinds = (request: ReturnType<typeof ask>, facts = billable) =>
  decide(request, clinic, facts).obligations.map(({ kind }) => kind);

describe("disclosures and requests", () => {
  it("F001 DEC-OUT-1 use, disclosure and request are three decisions, each by its own rule", () => {
    expect([rulesFor("use"), rulesFor("disclose"), rulesFor("request")]).toEqual([
      ["role:biller/billing#1"],
      ["purpose:billing/disclose"],
      ["purpose:billing/request"],
    ]);
  });

  it.each(["disclose", "request"] as const)("DEC-OUT-2 a %s without recipient is denied", (act) => {
    expect(reasonsOf(ask({ ...billing, act }), billable)).toEqual(["recipient_missing"]);
  });

  it("F017 DEC-OUT-3 what leaves follows the purpose's rule; the preparer's own view stays an ordinary use", () => {
    const disclosure = ask({ ...billing, act: "disclose", recipient: plan });
    expect(shown(disclosure, billable, record("Patient"))).toEqual(["patient.name", "patient.birth-date"]);
    expect(shown(ask(billing), billable, record("Patient"))).toEqual(["patient.name"]);
  });

  it("DEC-OUT-3 a recipient of a class that the rule does not name is denied", () => {
    const request = ask({ ...billing, act: "disclose", recipient: { ...plan, class: "employer" } });
    expect(reasonsOf(request, billable)).toEqual(["recipient_not_permitted"]);
  });

  it("DEC-OUT-3 a purpose without a rule for the act denies it", () => {
    const request = ask({ as: "records-clerk", purpose: "records-release", act: "request", recipient: plan });
    expect(reasonsOf(request, factsOf())).toEqual(["act_not_permitted"]);
  });

  it("DEC-OUT-4 a role that may read may not thereby disclose", () => {
    const request = ask({ as: "front-desk", purpose: "billing", act: "disclose", recipient: plan });
    expect(reasonsOf(request, billable)).toEqual(["no_grant"]);
  });

  it("DEC-OUT-4 a disclosure reaches only records that the role's grant reaches", () => {
    const request = ask({ ...billing, act: "disclose", recipient: plan });
    expect(shown(request, billable, record("Claim", { patients: ["p2"] }))).toBeNull();
  });

  it("DEC-OUT-5 a temporary grant to disclose reaches the recipients of its purpose alone", () => {
    const grants = [jit({ act: "disclose", elements: elements("claim.notes") })];
    const to = (recipient: typeof plan | { class: "employer"; id: string; verified: boolean }) =>
      ask({ as: "nurse", purpose: "billing", act: "disclose", recipient });
    expect(shown(to(plan), factsOf({ grants }), record("Claim"))).toEqual(["claim.notes"]);
    expect(reasonsOf(to({ ...plan, class: "employer" }), factsOf({ grants }))).toEqual([
      "recipient_not_permitted",
    ]);
  });
});

describe("obligations", () => {
  it("DEC-OUT-6 every decision is recorded, a denial too", () => {
    expect(kinds(ask(billing))).toEqual(["record"]);
    expect(kinds(ask({ as: "biller" }))).toEqual(["record"]);
  });

  it("DEC-OUT-7 a disclosure outside treatment, payment and operations enters the accounting", () => {
    const recipient = { class: "public-health-authority", id: "county", verified: true } as const;
    const request = ask({ as: "records-clerk", purpose: "public-health", act: "disclose", recipient });
    expect(kinds(request, factsOf({ relations: [fact("ticket", "p1")] }))).toEqual(["record", "accounting"]);
    expect(kinds(ask({ ...billing, act: "disclose", recipient: plan }))).toEqual(["record"]);
  });

  it("DEC-OUT-8 a disclosure that may hold Part 2 records carries the notice", () => {
    const recipient = { class: "provider", id: "dr-lee", verified: true } as const;
    const referral = ask({ as: "provider", purpose: "treatment", act: "disclose", recipient });
    expect(kinds(referral)).toEqual(["record", "part2-notice"]);
  });
});
