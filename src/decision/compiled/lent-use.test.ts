import { describe, expect, it } from "vitest";
import type { RecordFacts } from "../../catalogue/types.ts";
import { decide } from "../decide.ts";
import { buildRelationIndex } from "../relation-index.ts";
import { vector } from "../testing/catalogue-builder.ts";
import { buildPolicy } from "../testing/policy-builder.ts";
import type { AccessRequest, Facts, TemporaryGrant } from "../types.ts";
import { viewOf } from "../view.ts";

const NOW = 1_000_000;
const POLICY = buildPolicy({
  elements: { "patient.name": ["Patient"], "patient.phone": ["Patient"] },
  relations: { clinic: {} },
  purposes: { care: { basis: "treatment", code: "TREAT" }, claim: { basis: "payment", code: "TREAT" } },
  roles: { nurse: { grants: [{ purpose: "care", on: "clinic", elements: ["patient.name"] }] } },
});
const RECORD: RecordFacts = {
  type: "Patient",
  id: "p1",
  patients: ["p1"],
  attributed: true,
  segments: 0,
  refs: ["Patient/p1"],
};

function grant(change: Partial<TemporaryGrant> = {}): TemporaryGrant {
  const elements = vector(POLICY.catalogue, ["patient.phone"]);
  const reach = { act: "use", patients: ["p1"], refs: [], segments: 0, systems: [] } as const;
  return {
    id: "g1",
    kind: "jit",
    purpose: "care",
    ...reach,
    elements,
    from: NOW - 10,
    until: NOW + 10,
    ...change,
  };
}

function requestAt(now: number, purpose = "care"): AccessRequest {
  return {
    act: "use",
    subject: { personId: "nora", roles: ["nurse"], active: true, patientId: null, baa: null, scopes: null },
    purpose,
    caseId: null,
    capability: "read",
    recipient: null,
    exemption: null,
    system: "ehr",
    channel: "fhir",
    now,
  };
}

function holding(grants: readonly TemporaryGrant[]): Facts {
  const relations = buildRelationIndex([]);
  return { relations, authorizations: [], consents: [], restrictions: [], grants };
}

function lentAt(now: number, facts: Facts): readonly string[] {
  return viewOf(decide(requestAt(now), POLICY, facts), RECORD, facts)?.grantIds ?? [];
}

describe("what was lent, of the same grants asked again", () => {
  it("F010 DEC-TMP-2 ends with the millisecond, though the grants were asked before", () => {
    const facts = holding([grant()]);
    const hours = [NOW - 11, NOW - 10, NOW, NOW + 9, NOW + 10, NOW + 9, NOW - 11];
    expect(hours.map((now) => lentAt(now, facts).length)).toEqual([0, 1, 1, 1, 0, 1, 0]);
  });

  it("DEC-TMP-1 DEC-REL-1 reaches a record about several patients where it names them all", () => {
    const both = { ...RECORD, type: "Patient", patients: ["p1", "p2"] };
    const seen = [[grant()], [grant({ patients: ["p2", "p1"] })]].map((grants) => {
      const facts = holding(grants);
      return viewOf(decide(requestAt(NOW), POLICY, facts), both, facts)?.grantIds ?? [];
    });
    expect(seen).toEqual([[], ["g1"]]);
  });

  it("DEC-TMP-1 joins several, and names each that gave", () => {
    const name = vector(POLICY.catalogue, ["patient.name"]);
    const facts = holding([
      grant(),
      grant({ id: "g2", elements: name }),
      grant({ id: "g3", patients: ["p2"] }),
    ]);
    expect(lentAt(NOW, facts)).toEqual(["g1", "g2"]);
  });

  it("DEC-WHY-6 opens a purpose that is named by the declaration and that the roles do not have", () => {
    const facts = holding([grant({ purpose: "claim" })]);
    const decision = decide(requestAt(NOW, "TREAT"), POLICY, facts);
    expect(decision.purposes).toEqual(["care", "claim"]);
    expect(decide(requestAt(NOW + 10, "TREAT"), POLICY, facts).purposes).toEqual(["care"]);
  });
});
