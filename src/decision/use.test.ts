import { describe, expect, it } from "vitest";
import { ask, fact, factsOf, HOUR, NOW, reasonsOf, record, shown } from "./testing/clinic.ts";

const billing = ask({ as: "biller", purpose: "billing" });
const billable = factsOf({ relations: [fact("billable", "p1")] });

describe("use", () => {
  it("F008 DEC-USE-1 a role sees the elements of its grant for the purpose, and nothing else", () => {
    expect(shown(billing, billable, record("Patient"))).toEqual(["patient.name"]);
  });

  it("F018 DEC-USE-2 a treating nurse sees what the role's grant names, by the grant", () => {
    const facts = factsOf({ relations: [fact("clinic", "p1")] });
    const nurse = ask({ as: "nurse", purpose: "treatment" });
    expect(shown(nurse, facts, record("Patient"))).toEqual(["patient.name", "patient.birth-date"]);
  });

  it("F031 DEC-USE-1 a grant may give a transformed element", () => {
    const facts = factsOf({ relations: [fact("ticket", "p1")] });
    const request = ask({ as: "support", purpose: "system-support", system: "ehr-test", channel: "console" });
    expect(shown(request, facts, record("Patient"))).toEqual([
      "patient.name as mask",
      "patient.birth-date as generalize:year",
    ]);
  });

  it("DEC-USE-3 a grant without the capability gives nothing", () => {
    expect(
      reasonsOf(ask({ ...billing, as: "biller", purpose: "billing", capability: "locate" }), billable),
    ).toEqual(["no_grant"]);
  });

  it("F011 DEC-USE-4 a grant bound to a system is denied in another with `wrong_system`", () => {
    const request = ask({ as: "support", purpose: "system-support", system: "ehr", channel: "console" });
    expect(reasonsOf(request, factsOf())).toEqual(["wrong_system"]);
  });
});

describe("relation", () => {
  it("F009 DEC-REL-1 the same role sees nothing of a patient it has no relation to", () => {
    expect(shown(billing, billable, record("Patient", { id: "p2", patients: ["p2"] }))).toBeNull();
  });

  it("DEC-REL-1 a record about two patients needs the relation to both", () => {
    expect(shown(billing, billable, record("Claim", { patients: ["p1", "p2"] }))).toBeNull();
  });

  it.each([
    ["at its start", NOW, NOW + HOUR, true],
    ["a millisecond before its start", NOW + 1, NOW + HOUR, false],
    ["a millisecond before its end", NOW - HOUR, NOW + 1, true],
    ["at its end", NOW - HOUR, NOW, false],
  ])("F010 DEC-REL-2 a relation holds in [from, until): %s", (_, from, until, visible) => {
    const facts = factsOf({ relations: [fact("billable", "p1", { from, until })] });
    expect(shown(billing, facts, record("Patient")) !== null).toBe(visible);
  });

  it.each([
    ["15 minutes old", NOW - 15 * 60_000, true],
    ["older than 15 minutes", NOW - 15 * 60_000 - 1, false],
  ])("DEC-REL-3 a fact whose source was read too long ago counts as absent: %s", (_, syncedAt, visible) => {
    const facts = factsOf({ relations: [fact("billable", "p1", { syncedAt })] });
    expect(shown(billing, facts, record("Patient")) !== null).toBe(visible);
  });

  const support = ask({ as: "biller", purpose: "claim-support", caseId: "Claim/3" });
  const assigned = factsOf({
    relations: [fact("claim-assigned", "p1", { refs: ["Claim/3", "Encounter/7"] })],
  });

  it("DEC-REL-4 a record-bound fact reaches the record it names", () => {
    expect(shown(support, assigned, record("Claim", { id: "3" }))).not.toBeNull();
  });

  it("DEC-REL-4 a record-bound fact reaches what refers to a record it names", () => {
    expect(
      shown(support, assigned, record("Claim", { id: "4", refs: ["Claim/4", "Encounter/7"] })),
    ).not.toBeNull();
  });

  it("DEC-REL-4 a record-bound fact reaches the Patient record of its patient", () => {
    expect(shown(support, assigned, record("Patient"))).toEqual(["patient.name"]);
  });

  it("DEC-REL-4 a record-bound fact does not reach the patient's other records", () => {
    expect(shown(support, assigned, record("Claim", { id: "9" }))).toBeNull();
  });

  it("DEC-REL-4 a record-bound relation whose fact names no record reaches nothing", () => {
    const facts = factsOf({ relations: [fact("claim-assigned", "p1", { refs: [] })] });
    expect(shown(support, facts, record("Claim", { id: "3" }))).toBeNull();
  });

  it("DEC-REL-5 for a case-bound purpose only a fact that names the case counts", () => {
    const other = ask({ as: "biller", purpose: "claim-support", caseId: "Claim/8" });
    expect(shown(other, assigned, record("Claim", { id: "3" }))).toBeNull();
  });

  it("DEC-REL-6 a record that should name a patient and does not is not there", () => {
    expect(shown(billing, billable, record("Claim", { patients: [], attributed: false }))).toBeNull();
  });

  it("DEC-REL-7 a directory record is reached by a grant on the directory alone", () => {
    const practitioner = record("Practitioner", { patients: [] });
    expect(shown(billing, factsOf(), practitioner)).toEqual(["directory.name"]);
    expect(shown(ask({ as: "front-desk", purpose: "billing" }), billable, practitioner)).toBeNull();
  });

  it("DEC-REL-8 a patient is related to their own record and no other", () => {
    const own = ask({ as: "patient", purpose: "PATRQT", subject: { patientId: "p1" } });
    expect(shown(own, factsOf(), record("Claim"))).toHaveLength(3);
    expect(shown(own, factsOf(), record("Claim", { patients: ["p2"] }))).toBeNull();
  });

  it("DEC-REL-8 nobody without a patient record of their own is `self`", () => {
    expect(shown(ask({ as: "patient", purpose: "PATRQT" }), factsOf(), record("Claim"))).toBeNull();
  });
});
