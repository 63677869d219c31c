import { describe, expect, it } from "vitest";
import { REASONS } from "../kernel/reasons.ts";
import { explain } from "./explain.ts";
import { replay, serializeInputs } from "./replay.ts";
import {
  ask,
  authorization,
  BH,
  brokenGlass,
  clinic,
  consent,
  elements,
  fact,
  factsOf,
  jit,
  NOW,
  record,
  selfPay,
} from "./testing/clinic.ts";
import type { AccessRequest, Facts } from "./types.ts";

const billing = ask({ as: "biller", purpose: "billing" });
const billable = factsOf({ relations: [fact("billable", "p1", { source: "Encounter/7" })] });

function one(request: AccessRequest, facts: Facts, of: ReturnType<typeof record>, element: string) {
  const explained = explain(request, clinic, facts, of, [element]).elements[0];
  if (explained === undefined) throw new Error("nothing explained");
  return explained;
}

describe("explain", () => {
  it("F013 DEC-EXPL-1 says which rule gave an element", () => {
    expect(one(billing, billable, record("Patient"), "patient.name")).toEqual({
      element: "patient.name",
      transform: "keep",
      rules: ["role:biller/billing#1"],
      cuts: [],
      reason: null,
      next: null,
    });
  });

  it("F009 DEC-EXPL-2 names the relation and the fact that was used", () => {
    expect(explain(billing, clinic, billable, record("Patient"), []).relations).toEqual([
      { rule: "role:biller/billing#1", relation: "billable", patientId: "p1", source: "Encounter/7" },
    ]);
  });

  it("F007 DEC-EXPL-3 says which rule is missing and what one can do next", () => {
    const missing = one(billing, billable, record("Observation"), "observation.laboratory");
    expect(missing.reason).toEqual({
      code: "element_not_in_purpose",
      rule: null,
      detail: "no rule of `biller` for `billing` names `observation.laboratory`",
    });
    expect(missing.next).toBe(REASONS.element_not_in_purpose.next);
  });

  it("F013 DEC-EXPL-4 names the ceiling that cut an element, from what to what", () => {
    const facts = factsOf({ grants: [jit({ elements: elements("patient.ssn", "patient.birth-date") })] });
    const ssn = one(billing, facts, record("Patient"), "patient.ssn");
    expect(ssn.cuts).toEqual([
      { ceiling: "ceiling:never/billing", reason: "element_never", of: "grant:g1", from: "keep", to: "drop" },
    ]);
    expect(ssn.reason).toMatchObject({ code: "element_never", rule: "ceiling:never/billing" });
  });

  it.each([
    ["no relation", factsOf(), record("Claim"), "relation_absent"],
    [
      "a stale relation",
      factsOf({ relations: [fact("billable", "p1", { syncedAt: NOW - 3_600_000 })] }),
      record("Claim"),
      "relation_stale",
    ],
    [
      "a segment that the grant does not name",
      billable,
      record("Condition", { segments: BH }),
      "segment_not_permitted",
    ],
    [
      "a record that does not say whose it is",
      billable,
      record("Claim", { patients: [], attributed: false }),
      "relation_absent",
    ],
    ["an element of another type", billable, record("Patient"), "element_unknown"],
    [
      "a restriction",
      factsOf({ relations: [fact("billable", "p1")], restrictions: [selfPay({ recipientClasses: [] })] }),
      record("Claim"),
      "patient_restriction",
    ],
  ] as const)("F013 DEC-EXPL-3 tells %s apart", (_, facts, of, code) => {
    const element = of.type === "Condition" ? "condition.code" : "claim.header";
    expect(one(billing, facts, of, element).reason?.code).toBe(code);
  });

  it.each([
    [
      "authorization",
      { authorizationId: "a1" },
      "insurer",
      "acme-life",
      "records-release",
      "beyond_authorization",
    ],
    [
      "required-by-law",
      { citation: "Order 24-113", lawElements: elements("patient.name") },
      "court",
      "court",
      "records-release",
      "beyond_law",
    ],
    ["hipaa-compliance", { profile: "837p" }, "health-plan", "plan", "billing", "beyond_transaction"],
  ] as const)(
    "F020 F021 F023 DEC-EXPL-3 an element beyond %s is told as such",
    (code, spec, recipient, id, purpose, reason) => {
      const request = ask({
        as: "records-clerk",
        purpose,
        act: "disclose",
        recipient: { class: recipient, id, verified: true },
        exemption: { code, citation: null, lawElements: null, profile: null, authorizationId: null, ...spec },
      });
      const facts = factsOf({ relations: [fact("ticket", "p1")], authorizations: [authorization()] });
      expect(one(request, facts, record("Claim"), "claim.notes").reason?.code).toBe(reason);
    },
  );

  it("F013 DEC-EXPL-5 says it in one sentence, for a permit and for a denial", () => {
    expect(explain(billing, clinic, billable, record("Patient"), []).sentence).toBe(
      "`bea.biller` (biller) may use 1 of 3 elements of this Patient for billing, through the relation billable (Encounter/7).",
    );
    expect(explain(ask({ as: "biller" }), clinic, billable, record("Patient"), []).sentence).toBe(
      "`bea.biller` (biller) may not use this Patient: no purpose of use was declared.",
    );
  });

  it("F013 DEC-EXPL-5 traces policy, slices, relations and ceilings in order", () => {
    const { trace } = explain(billing, clinic, billable, record("Claim"), []);
    expect(trace[0]).toBe(`policy ${clinic.hash}`);
    expect(trace).toContain("slice role:biller/billing#1: gives");
    expect(trace).toContain("  relation billable by Encounter/7");
    expect(trace).toContain("ceiling ceiling:never/billing");
  });
});

describe("replay", () => {
  const facts = factsOf({
    relations: [fact("care-team", "p1"), fact("care-team", "p2")],
    authorizations: [authorization()],
    consents: [consent()],
    restrictions: [selfPay()],
    grants: [brokenGlass(), jit()],
    device: { why: "unencrypted", elements: elements("condition.code", "patient.name as mask") },
  });
  const request = ask({
    as: "provider",
    purpose: "treatment",
    act: "disclose",
    recipient: { class: "provider", id: "dr-lee", verified: true },
    subject: { scopes: [{ text: "user/*.rs", type: "*", can: new Set(["read", "search"] as const) }] },
  });
  const inputs = {
    request,
    facts,
    record: record("Condition", { segments: BH }),
    elements: ["condition.code"],
  };

  it("F013 DEC-EXPL-6 replaying the recorded inputs offline gives the same explanation", () => {
    const original = explain(request, clinic, facts, inputs.record, inputs.elements);
    expect(original.outcome).toBe("permit");
    expect(original.trace).toContain("ceiling ceiling:device/unencrypted");
    expect(replay(serializeInputs(inputs, clinic), clinic)).toEqual(original);
  });

  it("F013 DEC-EXPL-6 the labels of the record are replayed", () => {
    const kept = serializeInputs({ ...inputs, request: billing, facts: billable }, clinic);
    expect(replay(kept, clinic).elements[0]?.reason?.code).toBe("segment_not_permitted");
  });

  it("DEC-EXPL-6 the recorded inputs hold relation facts of the record's patients alone", () => {
    expect(serializeInputs(inputs, clinic)).not.toContain('"p2"');
  });

  it("F013 DEC-EXPL-6 inputs of another policy are refused", () => {
    const text = serializeInputs(inputs, { ...clinic, hash: "f".repeat(64) });
    expect(() => replay(text, clinic)).toThrow(expect.objectContaining({ code: "conflict" }));
  });

  it.each(["", "{}", "[1]", '{"version":2}'])(
    "DEC-EXPL-6 a text that is no recorded decision is refused: %s",
    (text) => {
      expect(() => replay(text, clinic)).toThrow(expect.objectContaining({ code: "input_invalid" }));
    },
  );
});
