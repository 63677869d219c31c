import { describe, expect, it } from "vitest";
import { assumeScope } from "./assume-scope.ts";
import { decide } from "./decide.ts";
import { grantedSomewhere, keptEverywhere, reachOf } from "./reach.ts";
import {
  ask,
  authorization,
  BH,
  brokenGlass,
  CLINIC,
  clinic,
  elements,
  fact,
  factsOf,
  jit,
  NOW,
  PSYCHOTHERAPY,
  record,
  selfPay,
} from "./testing/clinic.ts";
import { buildPolicy } from "./testing/policy-builder.ts";
import type { Facts } from "./types.ts";
import { viewOf } from "./view.ts";

const billing = ask({ as: "biller", purpose: "billing" });
const decision = (facts: Facts = factsOf(), request = billing) => decide(request, clinic, facts);

function ids(vector: Uint8Array): readonly string[] {
  return clinic.catalogue.elements.filter(({ index }) => (vector[index] ?? 0) !== 0).map(({ id }) => id);
}

const patients = (facts: Facts, request = billing) => [...reachOf(decision(facts, request), facts).patients];

const kept = (facts: Facts, type: string, request = billing) =>
  ids(keptEverywhere(decision(facts, request), type));

const assumed = (request = billing, facts = factsOf()) => assumeScope(decide(request, clinic, facts));

describe("reach", () => {
  it("DEC-REACH-1 names the patients of current facts, whatever is on record about them", () => {
    const facts = factsOf({
      relations: [fact("billable", "p1"), fact("billable", "p2", { until: NOW }), fact("clinic", "p3")],
    });
    expect(patients(facts)).toEqual(["p1"]);
  });

  it("DEC-REACH-1 names the patients of temporary grants and of the caller's own record", () => {
    expect(patients(factsOf({ grants: [jit({ patients: ["p7"] })] }))).toEqual(["p7"]);
    const own = ask({ as: "patient", purpose: "PATRQT", subject: { patientId: "p9" } });
    expect(patients(factsOf(), own)).toEqual(["p9"]);
  });

  it("DEC-REACH-1 takes what is common where a slice narrows its records", () => {
    const recipient = { class: "insurer", id: "acme-life", verified: true } as const;
    const exemption = {
      code: "authorization",
      citation: null,
      lawElements: null,
      profile: null,
      authorizationId: "a1",
    };
    const request = ask({
      as: "records-clerk",
      purpose: "records-release",
      act: "disclose",
      recipient,
      exemption,
    });
    const relations = [fact("ticket", "p1"), fact("ticket", "p2")];
    expect(patients(factsOf({ relations, authorizations: [authorization()] }), request)).toEqual(["p1"]);
  });

  it("DEC-REACH-1 says whether records without patients are reached", () => {
    const facts = factsOf();
    const desk = ask({ as: "front-desk", purpose: "billing" });
    expect(reachOf(decision(), facts).directory).toBe(true);
    expect(reachOf(decision(facts, desk), facts).directory).toBe(false);
  });
});

describe("granted somewhere", () => {
  it("DEC-REACH-2 joins what the slices could give of the type, with nothing known about records", () => {
    expect(ids(grantedSomewhere(decision(), "Claim"))).toEqual([
      "claim.header",
      "claim.dx-codes",
      "claim.notes",
    ]);
    expect(ids(grantedSomewhere(decision(), "DocumentReference"))).toEqual([]);
  });

  it("DEC-REACH-2 respects ceilings that bind every record of the type", () => {
    const scopes = [{ text: "user/Patient.r", type: "Patient", can: new Set(["read"] as const) }];
    const limited = decision(factsOf(), ask({ as: "biller", purpose: "billing", subject: { scopes } }));
    expect(ids(grantedSomewhere(limited, "Claim"))).toEqual([]);
    expect(ids(grantedSomewhere(limited, "Patient"))).toEqual(["patient.name"]);
  });

  it("DEC-REACH-2 does not depend on restrictions of patients", () => {
    const restricted = factsOf({ restrictions: [selfPay({ recipientClasses: [] })] });
    expect(grantedSomewhere(decision(restricted), "Claim")).toEqual(grantedSomewhere(decision(), "Claim"));
  });
});

describe("kept everywhere", () => {
  it("DEC-REACH-3 an element that every slice keeps on every record is kept everywhere", () => {
    expect(kept(factsOf(), "Claim")).toEqual(["claim.header", "claim.dx-codes", "claim.notes"]);
  });

  it("DEC-REACH-3 an element that one slice lacks is not kept everywhere", () => {
    const facts = factsOf({ grants: [jit({ elements: elements("claim.header") })] });
    expect(kept(facts, "Claim")).toEqual(["claim.header"]);
  });

  it("DEC-REACH-3 a slice that shows nothing of the type does not count", () => {
    const facts = factsOf({ grants: [jit({ elements: elements("observation.laboratory") })] });
    expect(kept(facts, "Claim")).toHaveLength(3);
  });

  it("DEC-REACH-3 an element that a segment hides on a shown record is not kept everywhere", () => {
    const grants = [
      { purpose: "billing", on: "billable", elements: ["claim.*"], segments: { "claim.header": ["bh"] } },
    ];
    const policy = buildPolicy({ ...CLINIC, roles: { clerk: { grants } } });
    const facts = factsOf({ relations: [fact("billable", "p1")] });
    const taken = decide(ask({ as: "clerk", purpose: "billing" }), policy, facts);
    expect(viewOf(taken, record("Claim", { segments: BH }), facts)).not.toBeNull();
    expect(ids(keptEverywhere(taken, "Claim"))).toEqual(["claim.header"]);
  });

  it("DEC-REACH-3 a ceiling that trims some records counts, one that hides them does not", () => {
    const trimming = selfPay({ recipientClasses: [], elements: elements("claim.header") });
    const hiding = selfPay({ recipientClasses: [] });
    expect(kept(factsOf({ restrictions: [trimming] }), "Claim")).toEqual(["claim.header"]);
    expect(kept(factsOf({ restrictions: [hiding] }), "Claim")).toHaveLength(3);
  });

  it("DEC-REACH-3 a transformed element is not kept", () => {
    const request = ask({ as: "support", purpose: "system-support", system: "ehr-test", channel: "console" });
    expect(kept(factsOf(), "Patient", request)).toEqual([]);
  });
});

describe("assumed scope", () => {
  it("DEC-REACH-4 takes the relation for granted, and nothing else", () => {
    const facts = factsOf();
    expect(viewOf(assumed(), record("Claim", { patients: ["anyone"] }), facts)).not.toBeNull();
    expect(viewOf(assumed(), record("Claim", { segments: PSYCHOTHERAPY }), facts)).toBeNull();
    expect(viewOf(assumed(), record("Claim", { patients: [], attributed: false }), facts)).toBeNull();
  });

  it("DEC-REACH-4 makes nobody the originator of psychotherapy notes", () => {
    const note = record("DocumentReference", { segments: PSYCHOTHERAPY });
    expect(viewOf(assumed(ask({ as: "provider", purpose: "treatment" })), note, factsOf())).toBeNull();
  });

  it("DEC-REACH-4 widens no temporary grant", () => {
    const facts = factsOf({ grants: [brokenGlass()] });
    const note = record("Claim", { patients: ["p2"] });
    expect(viewOf(assumed(ask({ as: "nurse", purpose: "treatment" }), facts), note, facts)).toBeNull();
  });
});
