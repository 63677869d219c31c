import { describe, expect, it } from "vitest";
import {
  ask,
  BH,
  brokenGlass,
  CLINIC,
  clinic,
  elements,
  fact,
  factsOf,
  jit,
  NOW,
  reasonsOf,
  record,
  selfPay,
  shown,
} from "./testing/clinic.ts";
import { buildPolicy } from "./testing/policy-builder.ts";
import type { BaaCeiling, ScopeCeiling } from "./types.ts";

const billable = factsOf({ relations: [fact("billable", "p1")] });
const billing = { as: "biller", purpose: "billing" } as const;
const toPlan = { act: "disclose", recipient: { class: "health-plan", id: "plan", verified: true } } as const;
const toProvider = {
  act: "disclose",
  recipient: { class: "provider", id: "dr-lee", verified: true },
} as const;

const scope = (type: string, ...can: ("read" | "search")[]): ScopeCeiling => ({
  text: `user/${type}`,
  type,
  can: new Set(can),
});

const scopedTo = (...scopes: readonly ScopeCeiling[]) => ask({ ...billing, subject: { scopes } });

const withRestriction = (restriction = selfPay()) =>
  factsOf({ relations: [fact("billable", "p1"), fact("care-team", "p1")], restrictions: [restriction] });

const declare = (purpose: string) => ask({ as: "provider", purpose });

describe("never-list", () => {
  it("DEC-CEIL-1 a purpose never gives an element of its never-list, whatever grants it", () => {
    const facts = factsOf({ grants: [jit({ elements: elements("patient.ssn", "patient.birth-date") })] });
    expect(shown(ask(billing), facts, record("Patient"))).toEqual(["patient.birth-date"]);
  });

  it("DEC-CEIL-1 a grant of which nothing is left is refused with `element_never`", () => {
    const facts = factsOf({ grants: [jit({ elements: elements("patient.ssn") })] });
    expect(reasonsOf(ask({ as: "nurse", purpose: "billing" }), facts)).toEqual(["element_never"]);
  });

  it("DEC-CEIL-2 a purpose never opens a segment of its never-list", () => {
    const policy = buildPolicy({
      ...CLINIC,
      purposes: { ...CLINIC.purposes, billing: { basis: "payment", neverSegments: ["bh"] } },
    });
    expect(shown(ask(billing), billable, record("Claim", { segments: BH }), policy)).toBeNull();
    expect(shown(ask(billing), billable, record("Claim"), policy)).not.toBeNull();
  });
});

describe("business associate agreement", () => {
  const agreement: BaaCeiling = {
    id: "acme",
    from: NOW - 1,
    until: NOW + 1,
    purposes: ["billing"],
    elements: elements("claim.header", "patient.*"),
    systems: [],
  };
  const under = (baa: Partial<BaaCeiling>, spec = {}) =>
    ask({ ...billing, ...spec, subject: { baa: { ...agreement, ...baa } } });

  it("DEC-CEIL-3 an agreement limits the elements", () => {
    expect(shown(under({}), billable, record("Claim"))).toEqual(["claim.header"]);
  });

  it.each([
    ["has ended", { until: NOW }, "baa_inactive"],
    ["has not begun", { from: NOW + 1 }, "baa_inactive"],
    ["is for other purposes", { purposes: ["coding"] }, "beyond_baa"],
    ["is for other systems", { systems: ["lis"] }, "beyond_baa"],
  ])("DEC-CEIL-3 an agreement that %s gives nothing", (_, baa, code) => {
    expect(reasonsOf(under(baa), billable)[0]).toBe(code);
  });
});

describe("SMART scopes", () => {
  it("DEC-CEIL-4 a type that no scope covers shows nothing", () => {
    const request = scopedTo(scope("Patient", "read"));
    expect(shown(request, billable, record("Patient"))).toEqual(["patient.name"]);
    expect(shown(request, billable, record("Claim"))).toBeNull();
  });

  it("DEC-CEIL-4 a scope for another capability does not count", () => {
    expect(reasonsOf(scopedTo(scope("*", "search")), billable)).toEqual(["scope_not_granted"]);
  });

  it("DEC-CEIL-4 no scopes at all leave nothing; a token without scopes is not limited", () => {
    expect(reasonsOf(scopedTo(), billable)).toEqual(["scope_not_granted"]);
    expect(shown(ask({ ...billing, subject: { scopes: null } }), billable, record("Claim"))).not.toBeNull();
  });

  it("DEC-CEIL-9 F163 a scope of one patient leaves that patient's records alone", () => {
    const facts = factsOf({ relations: [fact("billable", "p1"), fact("billable", "p2")] });
    const request = scopedTo({ ...scope("*", "read"), patient: "p1" });
    expect(shown(request, facts, record("Claim"))).not.toBeNull();
    expect(shown(request, facts, record("Claim", { patients: ["p2"] }))).toBeNull();
    expect(shown(request, facts, record("Claim", { patients: ["p1", "p2"] }))).toBeNull();
  });

  it("DEC-CEIL-10 F163 a scope with a query covers what was found to match it; where nobody looked, nothing", () => {
    const active = { ...scope("Claim", "read"), text: "active", query: [["status", "active"]] as const };
    const matching = (...texts: readonly string[]) => record("Claim", { matches: new Set(texts) });
    expect(shown(scopedTo(active), billable, matching("active"))).not.toBeNull();
    expect(shown(scopedTo(active), billable, matching("draft"))).toBeNull();
    expect(shown(scopedTo(active), billable, record("Claim"))).toBeNull();
    expect(shown(scopedTo(active, scope("Claim", "read")), billable, record("Claim"))).not.toBeNull();
  });

  it("DEC-CEIL-4 a scope never adds to the policy", () => {
    expect(shown(scopedTo(scope("*", "read")), billable, record("Condition"))).toEqual(["condition.code"]);
    expect(shown(scopedTo(scope("*", "read")), billable, record("DocumentReference"))).toBeNull();
  });
});

describe("patient restriction", () => {
  it("F101 DEC-CEIL-6 a self-pay restriction keeps the item from the health plan", () => {
    const item = withRestriction(selfPay({ refs: ["Claim/3"] }));
    const request = ask({ ...billing, ...toPlan });
    expect(shown(request, item, record("Claim", { id: "3" }))).toBeNull();
    expect(shown(request, item, record("Claim", { id: "4" }))).not.toBeNull();
  });

  it("F017 DEC-CEIL-6 a self-pay restriction does not trim a referral", () => {
    const referral = ask({ as: "provider", purpose: "treatment", ...toProvider });
    expect(shown(referral, withRestriction(), record("Claim"))).toHaveLength(3);
  });

  it("DEC-CEIL-6 a self-pay restriction yields to what a law requires", () => {
    const required = ask({
      as: "records-clerk",
      purpose: "billing",
      ...toPlan,
      recipient: { ...toPlan.recipient, verified: true },
      exemption: {
        code: "required-by-law",
        citation: "Tex. Lab. Code 408.025",
        lawElements: elements("claim.header"),
        profile: null,
        authorizationId: null,
      },
    });
    const facts = factsOf({ relations: [fact("ticket", "p1")], restrictions: [selfPay()] });
    expect(shown(required, facts, record("Claim"))).toEqual(["claim.header"]);
  });

  it("DEC-CEIL-5 a restriction binds the recipients it names, not our own use", () => {
    expect(shown(ask(billing), withRestriction(), record("Claim"))).not.toBeNull();
  });

  it("DEC-CEIL-5 a restriction without recipients binds our own uses too", () => {
    const agreed = selfPay({ kind: "agreed", recipientClasses: [], bases: [] });
    expect(shown(ask(billing), withRestriction(agreed), record("Claim"))).toBeNull();
  });

  it("DEC-CEIL-5 a restriction leaves what it does not name", () => {
    const agreed = selfPay({
      kind: "agreed",
      recipientClasses: [],
      bases: [],
      elements: elements("claim.header"),
    });
    expect(shown(ask(billing), withRestriction(agreed), record("Claim"))).toEqual(["claim.header"]);
  });

  it("DEC-CEIL-5 a record about another patient too is bound", () => {
    const facts = factsOf({
      relations: [fact("billable", "p1"), fact("billable", "p2")],
      restrictions: [selfPay({ recipientClasses: [] })],
    });
    expect(shown(ask(billing), facts, record("Claim", { patients: ["p2", "p1"] }))).toBeNull();
    expect(shown(ask(billing), facts, record("Claim", { patients: ["p2"] }))).not.toBeNull();
  });

  it("DEC-CEIL-5 a restriction never prevents a disclosure for public health", () => {
    const request = ask({
      as: "records-clerk",
      purpose: "public-health",
      act: "disclose",
      recipient: { class: "public-health-authority", id: "county", verified: true },
    });
    const facts = factsOf({
      relations: [fact("ticket", "p1")],
      restrictions: [selfPay({ kind: "agreed", recipientClasses: [], bases: ["public-health"] })],
    });
    expect(shown(request, facts, record("Condition"))).toEqual(["condition.code"]);
  });

  const agreed = selfPay({ kind: "agreed", recipientClasses: [], bases: ["treatment", "emergency"] });

  it("DEC-CEIL-7 an agreed restriction yields to emergency treatment that is declared", () => {
    expect(shown(declare("ETREAT"), withRestriction(agreed), record("Condition"))).toEqual([
      "condition.code",
    ]);
    expect(shown(declare("TREAT"), withRestriction(agreed), record("Condition"))).toBeNull();
  });

  it("DEC-CEIL-7 an agreed restriction yields to broken glass", () => {
    const facts = factsOf({ restrictions: [agreed], grants: [brokenGlass()] });
    expect(shown(ask({ as: "nurse", purpose: "treatment" }), facts, record("Condition"))).toEqual([
      "condition.code",
    ]);
  });

  it("DEC-CEIL-8 a ceiling binds every slice it names, whatever the order of the facts", () => {
    const two = factsOf({
      relations: [fact("billable", "p1")],
      restrictions: [
        selfPay({ id: "r1", recipientClasses: [], elements: elements("claim.header", "claim.notes") }),
        selfPay({ id: "r2", recipientClasses: [], elements: elements("claim.notes") }),
      ],
    });
    const turned = { ...two, restrictions: two.restrictions.toReversed() };
    expect(shown(ask(billing), two, record("Claim"), clinic)).toEqual(["claim.notes"]);
    expect(shown(ask(billing), turned, record("Claim"), clinic)).toEqual(["claim.notes"]);
  });
});
