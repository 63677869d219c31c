import { describe, expect, it } from "vitest";
import {
  isPurposeOfUseCode,
  isSecurityLabel,
  isSensitivityCode,
  MINEC,
  parentOfPurposeCode,
  REDACTED,
} from "./fhir-r4/code-systems.ts";
import { shippedCatalogue, shippedElements } from "./testing/shipped.ts";

const catalogue = shippedCatalogue();

describe("shipped elements", () => {
  it("F005 covers the twenty categories of the inventory", () => {
    // Category 18 is labels on records (segments), not elements.
    const categories = new Set(shippedElements().map((element) => element.category));
    expect([...categories].toSorted((a, b) => a - b)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 19, 20,
    ]);
  });

  it.each(
    `patient.name patient.mrn patient.birth-date patient.sex patient.address patient.telecom patient.language patient.ssn patient.other-ids
     patient.contacts patient.maiden-name patient.race-ethnicity patient.gender-identity patient.photo appointment.* appointment.reason coverage.*
     coverage.member-id eligibility.* claim.* claim.header claim.dx-codes claim.lines claim.total eob.* account.* account.copay encounter.dates
     encounter.type encounter.location encounter.participants encounter.reason-code condition.code procedure.code condition.* medication.* allergy.*
     immunization.* immunization.vaccine immunization.date observation.laboratory observation.vital-signs observation.other diagnostic-report.* order.*
     procedure.* device.* document.* document.body note.* note.operative note.discharge note.visit note.progress note.consult note.psychotherapy
     social-history.* family-history.* care-plan.* care-team.* goal.* referral.* message.routing task.* imaging.* specimen.* consent.* provenance.*
     genomics.* questionnaire.* research.* practitioner.name organization.name location.name`.split(/\s+/),
  )("F005 has `%s`", (pattern) => {
    expect(catalogue.select(pattern)?.length).toBeGreaterThan(0);
  });

  it.each([
    ["Patient", "patient.ssn"],
    ["Claim", "claim.dx-codes"],
    ["Observation", "genomics.findings"],
    ["DocumentReference", "note.operative"],
    ["RelatedPerson", "patient.contacts"],
  ])("F005 an instance of %s can hold `%s`", (type, id) => {
    expect(catalogue.elementsOfType(type).map((index) => catalogue.elements[index]?.id)).toContain(id);
  });

  it("F005 knows the headers of a billing export", () => {
    const headers = [
      "MRN",
      "Patient Last Name",
      "DOB",
      "SSN",
      "Member ID",
      "Payer",
      "Claim Number",
      "DX1",
      "CPT",
      "Modifier",
      "Units",
      "Charge Amount",
      "Copay",
      "Phone",
      "ZIP Code",
      "Notes about nothing",
    ];
    expect(headers.map((header) => catalogue.byHeader(header)?.id)).toEqual([
      "patient.mrn",
      "patient.name",
      "patient.birth-date",
      "patient.ssn",
      "coverage.member-id",
      "coverage.payer",
      "claim.header",
      "claim.dx-codes",
      "claim.lines",
      "claim.lines",
      "claim.lines",
      "claim.line-amounts",
      "account.copay",
      "patient.telecom",
      "patient.address",
      undefined,
    ]);
  });

  it("F005 gives direct identifiers their Safe Harbor class", () => {
    expect(
      [
        "patient.name",
        "patient.ssn",
        "patient.mrn",
        "patient.photo",
        "coverage.member-id",
        "device.serial",
      ].map((id) => catalogue.byId(id)?.identifierClass),
    ).toEqual(["name", "ssn", "mrn", "photo", "beneficiary", "device"]);
  });
});

describe("code lists", () => {
  it("F004 knows the purposes of use and their parents", () => {
    expect(
      ["TREAT", "CLMATTCH", "BTG", "PurposeOfUse", "toString", "HPAYMENT"].map(isPurposeOfUseCode),
    ).toEqual([true, true, true, false, false, false]);
    expect(["CLMATTCH", "ELIGVER", "BTG", "PATADMIN", "TREAT", "nothing"].map(parentOfPurposeCode)).toEqual([
      "HPAYMT",
      "COVERAGE",
      "ETREAT",
      "HOPERAT",
      undefined,
      undefined,
    ]);
  });

  it("F160 knows the labels it writes and reads", () => {
    expect(["ETH", "PSYTHPN", "HIV", "SUD", "TREAT"].map(isSensitivityCode)).toEqual([
      true,
      true,
      true,
      true,
      false,
    ]);
    expect([REDACTED, MINEC].map(({ system, code }) => isSecurityLabel(`${system}|${code}`))).toEqual([
      true,
      true,
    ]);
    expect(isSecurityLabel("http://terminology.hl7.org/CodeSystem/v3-ActCode|42CFRPart2")).toBe(true);
    expect(isSecurityLabel("http://terminology.hl7.org/CodeSystem/v3-ActCode|REDACTED")).toBe(false);
  });
});
