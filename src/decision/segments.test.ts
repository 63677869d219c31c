import { describe, expect, it } from "vitest";
import { decide } from "./decide.ts";
import {
  ask,
  authorization,
  BH,
  brokenGlass,
  CLINIC,
  clinic,
  consent,
  fact,
  factsOf,
  PART2,
  PSYCHOTHERAPY,
  reasonsOf,
  record,
  shown,
} from "./testing/clinic.ts";
import { buildPolicy } from "./testing/policy-builder.ts";
import type { Facts } from "./types.ts";

const referral = {
  as: "provider",
  purpose: "treatment",
  act: "disclose",
  recipient: { class: "provider", id: "dr-lee", verified: true },
} as const;
const careTeam = [fact("care-team", "p1")];
const billable = factsOf({ relations: [fact("billable", "p1")] });
const billing = ask({ as: "biller", purpose: "billing" });

const consenting = (consents: ReturnType<typeof consent>[]) => factsOf({ relations: careTeam, consents });
const leftOut = (facts: Facts) => decide(billing, clinic, facts).segmentsLeftOut;

describe("segments", () => {
  it("F034 DEC-SEG-1 a slice that does not name a segment does not see its records", () => {
    expect(shown(billing, billable, record("Condition"))).toEqual(["condition.code"]);
    expect(shown(billing, billable, record("Condition", { segments: BH }))).toBeNull();
  });

  it("F034 DEC-SEG-1 a slice that names a segment for some elements shows those alone", () => {
    expect(shown(billing, billable, record("Claim", { segments: BH }))).toHaveLength(3);
    expect(shown(billing, billable, record("Patient", { segments: BH }))).toBeNull();
  });

  it("DEC-SEG-2 of a record with several labels the meet is shown", () => {
    const grants = [
      {
        purpose: "billing",
        on: "billable",
        elements: ["claim.*"],
        segments: { "claim.header": ["bh"], "claim.*": ["part2"] },
      },
    ];
    const policy = buildPolicy({ ...CLINIC, roles: { clerk: { grants } } });
    const both = record("Claim", { segments: BH | PART2 });
    expect(shown(ask({ as: "clerk", purpose: "billing" }), billable, both, policy)).toEqual(["claim.header"]);
  });

  it("F034 DEC-SEG-3 psychotherapy notes are shown to the originator for treatment", () => {
    const facts = factsOf({ relations: [fact("originator", "p1", { refs: ["DocumentReference/1"] })] });
    const note = record("DocumentReference", { segments: PSYCHOTHERAPY });
    expect(shown(ask({ as: "provider", purpose: "treatment" }), facts, note)).toEqual([
      "note.body",
      "note.date",
    ]);
  });

  it("F034 DEC-SEG-3 psychotherapy notes are closed to a grant that names them for any other relation", () => {
    const grants = [
      { purpose: "treatment", on: "care-team", elements: ["note.*"], segments: ["psychotherapy"] },
    ];
    const policy = buildPolicy({ ...CLINIC, roles: { therapist: { grants } } });
    const facts = factsOf({ relations: careTeam });
    const note = record("DocumentReference", { segments: PSYCHOTHERAPY });
    expect(shown(ask({ as: "therapist", purpose: "treatment" }), facts, note, policy)).toBeNull();
  });

  it("F017 DEC-SEG-3 psychotherapy notes leave for treatment with an authorization that names them and the recipient", () => {
    const note = record("DocumentReference", { segments: PSYCHOTHERAPY });
    const allowing = authorization({ segments: PSYCHOTHERAPY, recipientIds: ["dr-lee"] });
    expect(shown(ask(referral), factsOf({ relations: careTeam }), note)).toBeNull();
    expect(
      shown(ask(referral), factsOf({ relations: careTeam, authorizations: [allowing] }), note),
    ).not.toBeNull();
  });

  it("F017 DEC-SEG-4 Part 2 records leave only with a consent for this basis and recipient", () => {
    const labelled = record("Condition", { segments: PART2 });
    expect(shown(ask(referral), consenting([]), labelled)).toBeNull();
    expect(shown(ask(referral), consenting([consent()]), labelled)).toEqual(["condition.code"]);
    expect(shown(ask(referral), consenting([consent({ bases: ["payment"] })]), labelled)).toBeNull();
    expect(
      shown(ask(referral), consenting([consent({ recipientClasses: ["insurer"] })]), labelled),
    ).toBeNull();
  });

  it("DEC-SEG-4 a revoked or ended consent releases nothing", () => {
    const labelled = record("Condition", { segments: PART2 });
    const { now } = ask(referral);
    for (const ended of [consent({ revokedAt: now }), consent({ until: now })])
      expect(shown(ask(referral), factsOf({ relations: careTeam, consents: [ended] }), labelled)).toBeNull();
  });

  it("DEC-SEG-4 inside the workforce Part 2 records are seen by slices that name them", () => {
    const labelled = record("Condition", { segments: PART2 });
    expect(
      shown(ask({ as: "provider", purpose: "treatment" }), factsOf({ relations: careTeam }), labelled),
    ).toEqual(["condition.code"]);
  });

  it("F019 DEC-SEG-5 psychotherapy notes are outside the right of access, though the grant names them", () => {
    const own = ask({ as: "patient", purpose: "PATRQT", subject: { patientId: "p1" } });
    expect(shown(own, factsOf(), record("DocumentReference", { segments: PSYCHOTHERAPY }))).toBeNull();
    expect(shown(own, factsOf(), record("Condition", { segments: PART2 }))).toEqual(["condition.code"]);
  });

  it("F034 DEC-SEG-6 a decision says which segments it leaves out, from policy and caller alone", () => {
    expect(leftOut(billable)).toEqual(["psychotherapy", "part2"]);
    expect(leftOut(factsOf())).toEqual(leftOut(billable));
    const glass = decide(
      ask({ as: "nurse", purpose: "treatment" }),
      clinic,
      factsOf({ grants: [brokenGlass()] }),
    );
    expect(glass.segmentsLeftOut).toEqual(["psychotherapy"]);
  });

  it("F022 DEC-SEG-7 psychotherapy notes go to HHS without authorization, Part 2 records do not", () => {
    const request = ask({
      as: "records-clerk",
      purpose: "records-release",
      act: "disclose",
      recipient: { class: "hhs", id: "ocr", verified: true },
      exemption: { code: "hhs", citation: null, lawElements: null, profile: null, authorizationId: null },
    });
    const facts = factsOf({ relations: [fact("ticket", "p1")] });
    expect(shown(request, facts, record("DocumentReference", { segments: PSYCHOTHERAPY }))).toHaveLength(2);
    expect(shown(request, facts, record("Condition", { segments: PART2 }))).toBeNull();
  });

  it("DEC-SEG-3 an expired authorization releases no psychotherapy notes", () => {
    const ended = authorization({
      segments: PSYCHOTHERAPY,
      recipientIds: ["dr-lee"],
      expiresAt: ask(referral).now,
    });
    const facts = factsOf({ relations: careTeam, authorizations: [ended] });
    expect(shown(ask(referral), facts, record("DocumentReference", { segments: PSYCHOTHERAPY }))).toBeNull();
    expect(reasonsOf(ask(referral), facts)).toEqual([]);
  });
});
