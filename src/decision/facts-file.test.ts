import { describe, expect, it } from "vitest";
import { parseJson } from "../kernel/json.ts";
import { readFactsFile } from "./facts-file.ts";
import { ask, BH, clinic, elements, NOW, record, shown } from "./testing/clinic.ts";

const billing = ask({ as: "biller", purpose: "billing" });
const related = { person: "bea.biller", relation: "billable", patient: "p1" };

function read(source: unknown, personId: string | null = "bea.biller") {
  return readFactsFile(parseJson(JSON.stringify(source)), clinic, personId);
}

describe("facts file", () => {
  it("DEC-FACT-1 a relation without window or sync holds now", () => {
    expect(shown(billing, read({ relations: [related] }), record("Patient"))).toEqual(["patient.name"]);
  });

  it("DEC-FACT-1 a window and a sync in the file count", () => {
    const until = new Date(NOW).toISOString();
    expect(shown(billing, read({ relations: [{ ...related, until }] }), record("Patient"))).toBeNull();
    const syncedAt = new Date(NOW - 3_600_000).toISOString();
    expect(shown(billing, read({ relations: [{ ...related, syncedAt }] }), record("Patient"))).toBeNull();
  });

  it("DEC-FACT-2 facts of another person do not count, for a role alone all of them do", () => {
    const source = { relations: [{ ...related, person: "cory.coder" }] };
    expect(shown(billing, read(source), record("Patient"))).toBeNull();
    expect(shown(billing, read(source, null), record("Patient"))).toEqual(["patient.name"]);
  });

  it("DEC-FACT-3 a restriction lists what is restricted; the rest remains", () => {
    const restriction = {
      id: "r1",
      patient: "p1",
      kind: "agreed",
      elements: ["claim.notes"],
      recipientClasses: [],
      bases: [],
    };
    const facts = read({ relations: [related], restrictions: [restriction] });
    expect(shown(billing, facts, record("Claim"))).toEqual(["claim.header", "claim.dx-codes"]);
  });

  it("DEC-FACT-1 grants, authorizations and consents are read in full", () => {
    const from = "2026-05-04T14:00:00Z";
    const until = "2026-05-04T16:00:00Z";
    const grant = {
      id: "g1",
      person: "bea.biller",
      kind: "jit",
      purpose: "billing",
      act: "use",
      patients: ["p1"],
    };
    const authorization = {
      id: "a1",
      patient: "p1",
      present: ["purpose"],
      elements: ["*"],
      signedAt: from,
      expiresAt: until,
    };
    const consent = {
      id: "c1",
      patient: "p1",
      recipientClasses: ["provider"],
      bases: ["treatment"],
      from,
      until,
    };
    const facts = read({
      grants: [{ ...grant, elements: ["claim.*"], segments: ["bh"], from, until }],
      authorizations: [{ ...authorization, revokedAt: until }],
      consents: [consent],
    });
    expect(facts.grants[0]).toMatchObject({
      segments: BH,
      elements: elements("claim.*"),
      until: Date.parse(until),
    });
    expect(facts.authorizations[0]).toMatchObject({ elements: elements("*"), revokedAt: Date.parse(until) });
    expect(facts.consents[0]).toMatchObject({ from: Date.parse(from), revokedAt: null });
  });

  it.each([
    ["an unknown key", { people: [] }],
    ["a fact without patient", { relations: [{ person: "bea.biller", relation: "billable" }] }],
    [
      "an unknown element",
      {
        restrictions: [
          { id: "r1", patient: "p1", kind: "agreed", elements: ["claim.x"], recipientClasses: [], bases: [] },
        ],
      },
    ],
    [
      "an unknown segment",
      {
        authorizations: [
          {
            id: "a1",
            patient: "p1",
            present: [],
            elements: ["claim.*"],
            segments: ["x"],
            signedAt: "2026-05-04T14:00:00Z",
            expiresAt: "2026-05-04T14:00:00Z",
          },
        ],
      },
    ],
    [
      "a grant without end",
      {
        grants: [
          {
            id: "g1",
            person: "p",
            kind: "jit",
            purpose: "billing",
            act: "use",
            patients: ["p1"],
            elements: ["claim.*"],
            from: "2026-05-04T14:00:00Z",
          },
        ],
      },
    ],
  ])("DEC-FACT-4 %s is refused", (_, source) => {
    expect(() => read(source)).toThrow(expect.objectContaining({ code: "input_invalid" }));
  });

  it("DEC-FACT-4 a refusal names the place and never the value", () => {
    const source = { relations: [{ ...related, patient: 7, until: "Mrs. Example" }] };
    expect(() => read(source)).toThrow(/relations\/0\/until/u);
    expect(() => read(source)).not.toThrow(/Example/u);
  });
});
