import { describe, expect, it } from "vitest";
import { decide } from "./decide.ts";
import {
  ask,
  authorization,
  BH,
  clinic,
  elements,
  fact,
  factsOf,
  HOUR,
  NOW,
  PSYCHOTHERAPY,
  reasonsOf,
  record,
  shown,
  VALID_PARTS,
} from "./testing/clinic.ts";
import type { ExemptionClaim, Recipient } from "./types.ts";
import { viewOf } from "./view.ts";

const ticket = [fact("ticket", "p1")];
const atHand = factsOf({ relations: ticket });

function claim(code: string, spec: Partial<ExemptionClaim> = {}): ExemptionClaim {
  return { code, citation: null, lawElements: null, profile: null, authorizationId: null, ...spec };
}

function release(recipient: Partial<Recipient>, exemption: ExemptionClaim, purpose = "records-release") {
  const to: Recipient = { class: "other", id: "someone", verified: true, ...recipient };
  return ask({ as: "records-clerk", purpose, act: "disclose", recipient: to, exemption });
}

const toPatient = (spec: Partial<Recipient> = {}) =>
  release({ class: "individual", id: "p1", ...spec }, claim("individual"), "patient-request");

const holding = (spec: Parameters<typeof authorization>[0] = {}) =>
  factsOf({ relations: [...ticket, fact("ticket", "p2")], authorizations: [authorization(spec)] });

const law = (spec: Partial<ExemptionClaim>) => release({ class: "court" }, claim("required-by-law", spec));

describe("exemptions", () => {
  it.each(["exempt", "bypass", "TREATMENT", ""])("F024 DEC-EX-1 `%s` is not of the closed list", (code) => {
    expect(reasonsOf(release({}, claim(code)), atHand)).toEqual(["exemption_unknown"]);
  });

  it("F024 DEC-EX-1 an exempt slice carries its code as rule and basis", () => {
    const decision = decide(release({ class: "hhs" }, claim("hhs")), clinic, atHand);
    expect(decision.slices.map(({ rule, exemption }) => [rule, exemption])).toEqual([["exempt:hhs", "hhs"]]);
  });

  it("F024 DEC-EX-2 a claim that fails denies, though the purpose's own rule would permit", () => {
    const request = release({ class: "health-plan" }, claim("hipaa-compliance"), "billing");
    expect(reasonsOf(request, atHand)).toEqual(["transaction_profile_missing"]);
  });

  it.each([
    ["relation", factsOf(), record("Claim")],
    ["patient", atHand, record("Claim", { patients: ["p2"] })],
  ])("F024 DEC-EX-3 an exemption does not lift the %s", (_, facts, of) => {
    expect(shown(release({ class: "hhs" }, claim("hhs")), facts, of)).toBeNull();
  });

  it("F024 DEC-EX-3 an exemption does not lift the purpose", () => {
    expect(reasonsOf({ ...release({ class: "hhs" }, claim("hhs")), purpose: null }, atHand)).toEqual([
      "purpose_missing",
    ]);
  });

  it("F018 DEC-EX-3 an exemption does not cover an act outside it", () => {
    const request = { ...release({ class: "hhs" }, claim("hhs")), act: "use" } as const;
    expect(reasonsOf(request, atHand)).toEqual(["exemption_not_applicable"]);
  });

  it("F024 DEC-EX-3 an exemption does not cover a recipient outside it", () => {
    expect(reasonsOf(release({ class: "employer" }, claim("hhs")), atHand)).toEqual([
      "exemption_not_applicable",
    ]);
  });

  it("F024 DEC-EX-3 an exemption does not cover a purpose outside its bases", () => {
    const request = release({ class: "hhs" }, claim("hhs"), "patient-request");
    expect(reasonsOf(request, atHand)).toEqual(["exemption_not_applicable"]);
  });
});

describe("treatment", () => {
  const careTeam = factsOf({ relations: [fact("care-team", "p1")] });
  const lee = { class: "provider", id: "dr-lee", verified: false } as const;

  it("F017 DEC-EX-4 a disclosure to a provider for treatment is not trimmed, by `exempt:treatment`", () => {
    const referral = ask({ as: "provider", purpose: "treatment", act: "disclose", recipient: lee });
    const view = viewOf(decide(referral, clinic, careTeam), record("Claim", { segments: BH }), careTeam);
    expect(view?.rules).toEqual(["exempt:treatment"]);
    expect(shown(referral, careTeam, record("Claim"))).toHaveLength(3);
  });

  it("F017 DEC-EX-4 a disclosure for treatment to someone who is not a provider is not exempt", () => {
    const request = ask({
      as: "provider",
      purpose: "treatment",
      act: "disclose",
      recipient: { ...lee, class: "employer" },
    });
    expect(reasonsOf(request, careTeam)).toEqual(["act_not_permitted"]);
  });

  it("F017 DEC-EX-5 a request by a provider for treatment is exempt, whoever is asked", () => {
    const request = ask({
      as: "provider",
      purpose: "treatment",
      act: "request",
      recipient: { ...lee, class: "other" },
    });
    expect(shown(request, careTeam, record("Condition"))).toEqual(["condition.code"]);
  });

  it("F018 DEC-EX-5 a request by a role that is no provider is not exempt", () => {
    const request = ask({ as: "records-clerk", purpose: "records-release", act: "request", recipient: lee });
    expect(reasonsOf(request, atHand)).toEqual(["act_not_permitted"]);
  });

  it("F018 DEC-USE-2 a use for treatment carries no exemption", () => {
    const decision = decide(ask({ as: "nurse", purpose: "treatment" }), clinic, careTeam);
    expect(decision.slices.map(({ exemption }) => exemption)).toEqual([null]);
  });
});

describe("to the individual", () => {
  it("F019 DEC-EX-6 the individual's own record is not trimmed", () => {
    expect(shown(toPatient(), atHand, record("Patient"))).toHaveLength(3);
  });

  it("F019 DEC-EX-6 psychotherapy notes are left out, with their own reason", () => {
    const decision = decide(toPatient(), clinic, atHand);
    expect(shown(toPatient(), atHand, record("DocumentReference", { segments: PSYCHOTHERAPY }))).toBeNull();
    expect(decision.ceilings.map(({ reason }) => reason)).toContain("psychotherapy_excluded");
  });

  it("F019 DEC-EX-6 an individual gets nobody else's record", () => {
    expect(shown(toPatient({ id: "p2" }), atHand, record("Patient"))).toBeNull();
  });

  it("F019 DEC-EX-6 a verified personal representative stands in the individual's place", () => {
    expect(
      shown(toPatient({ class: "personal-representative", id: "rep" }), atHand, record("Patient")),
    ).toHaveLength(3);
  });

  it("F019 DEC-EX-6 an individual whose identity is not verified gets nothing", () => {
    expect(reasonsOf(toPatient({ verified: false }), atHand)).toEqual(["recipient_unverified"]);
  });
});

describe("authorization", () => {
  const toInsurer = release(
    { class: "insurer", id: "acme-life" },
    claim("authorization", { authorizationId: "a1" }),
  );

  it("F020 DEC-EX-7 a valid authorization reaches as far as it describes", () => {
    expect(shown(toInsurer, holding(), record("Patient"))).toEqual(["patient.name"]);
    expect(shown(toInsurer, holding(), record("MedicationRequest"))).toBeNull();
  });

  it.each([...VALID_PARTS])("F020 DEC-EX-7 an authorization without `%s` is defective", (part) => {
    const present = new Set([...VALID_PARTS].filter((id) => id !== part));
    expect(reasonsOf(toInsurer, holding({ present }))).toEqual(["defective_authorization"]);
  });

  it("F020 DEC-EX-7 an authorization that is not signed yet is defective", () => {
    expect(reasonsOf(toInsurer, holding({ signedAt: NOW + 1 }))).toEqual(["defective_authorization"]);
  });

  it("F020 DEC-EX-7 an authorization that is not on file is missing", () => {
    expect(reasonsOf(toInsurer, holding({ id: "a2" }))).toEqual(["authorization_missing"]);
  });

  it("F020 DEC-EX-8 an authorization ends at its expiry", () => {
    expect(reasonsOf(toInsurer, holding({ expiresAt: NOW }))).toEqual(["authorization_expired"]);
    expect(reasonsOf(toInsurer, holding({ expiresAt: NOW + 1 }))).toEqual([]);
  });

  it("F020 DEC-EX-8 after a revocation the next disclosure is denied", () => {
    expect(reasonsOf(toInsurer, holding({ revokedAt: NOW }))).toEqual(["authorization_revoked"]);
    expect(reasonsOf(toInsurer, holding({ revokedAt: NOW + HOUR }))).toEqual([]);
  });

  it("F020 DEC-EX-9 an authorization reaches no other recipient", () => {
    expect(reasonsOf(toInsurer, holding({ recipientIds: ["other"] }))).toEqual(["beyond_authorization"]);
  });

  it("F020 DEC-EX-9 an authorization may name recipients by class", () => {
    expect(reasonsOf(toInsurer, holding({ recipientIds: [], recipientClasses: ["insurer"] }))).toEqual([]);
  });

  it("F020 DEC-EX-9 an authorization reaches no other patient and no segment it does not name", () => {
    expect(shown(toInsurer, holding(), record("Condition", { patients: ["p2"] }))).toBeNull();
    expect(shown(toInsurer, holding(), record("Condition", { segments: BH }))).toBeNull();
    expect(shown(toInsurer, holding({ segments: BH }), record("Condition", { segments: BH }))).toEqual([
      "condition.code",
    ]);
  });

  it("DEC-EX-9 a use under an authorization is for the person it names", () => {
    const use = { ...toInsurer, act: "use", recipient: null } as const;
    expect(shown(use, holding({ recipientIds: ["bea.biller"] }), record("Patient"))).toEqual([
      "patient.name",
    ]);
    expect(reasonsOf(use, holding())).toEqual(["beyond_authorization"]);
  });
});

describe("required by law, HHS, HIPAA transactions", () => {
  it.each([null, "", "  "])("F021 DEC-EX-10 a law that is not cited (%j) permits nothing", (citation) => {
    expect(reasonsOf(law({ citation, lawElements: elements("*") }), atHand)).toEqual([
      "law_citation_missing",
    ]);
  });

  it("F021 DEC-EX-11 a cited law reaches as far as its list", () => {
    const request = law({
      citation: "Order 24-113",
      lawElements: elements("patient.name", "condition.code"),
    });
    expect(shown(request, atHand, record("Patient"))).toEqual(["patient.name"]);
  });

  it("F021 DEC-EX-11 a cited law without a list reaches nothing", () => {
    expect(reasonsOf(law({ citation: "Order 24-113" }), atHand)).toEqual(["beyond_law"]);
  });

  it("F022 DEC-EX-12 HHS gets what it asks for once its official is verified, and it is accounted for", () => {
    expect(reasonsOf(release({ class: "hhs", verified: false }, claim("hhs")), atHand)).toEqual([
      "recipient_unverified",
    ]);
    const request = release({ class: "hhs" }, claim("hhs"));
    expect(shown(request, atHand, record("Patient"))).toHaveLength(3);
    expect(decide(request, clinic, atHand).obligations.map(({ kind }) => kind)).toContain("accounting");
  });

  it("F023 DEC-EX-13 a standard transaction passes its required elements and no optional one", () => {
    const request = release(
      { class: "health-plan" },
      claim("hipaa-compliance", { profile: "837p" }),
      "billing",
    );
    expect(shown(request, atHand, record("Claim"))).toEqual(["claim.header", "claim.dx-codes"]);
  });

  it("F023 DEC-EX-13 a transaction that is not named or not known permits nothing", () => {
    for (const profile of [null, "999"]) {
      const request = release({ class: "health-plan" }, claim("hipaa-compliance", { profile }), "billing");
      expect(reasonsOf(request, atHand)).toEqual(["transaction_profile_missing"]);
    }
  });
});
