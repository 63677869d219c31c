import { describe, expect, it } from "vitest";
import { decide } from "./decide.ts";
import { ask, CLINIC, clinic, fact, factsOf, jit, elements, record, shown } from "./testing/clinic.ts";
import { buildPolicy } from "./testing/policy-builder.ts";
import { TABLE_ROW } from "./table-row.ts";
import { viewOf } from "./view.ts";

const billable = factsOf({ relations: [fact("billable", "p1"), fact("billable", "p2")] });

describe("join", () => {
  it("DEC-JOIN-1 what several slices give of one record is joined", () => {
    const request = ask({ as: "biller", purpose: "HPAYMT" });
    expect(shown(request, billable, record("Patient"))).toEqual(["patient.name", "patient.birth-date"]);
  });

  it("DEC-JOIN-1 elements stay with the records of their own grant: no cross product", () => {
    const facts = factsOf({
      relations: [fact("billable", "p1")],
      grants: [jit({ patients: ["p2"], elements: elements("patient.ssn", "patient.birth-date") })],
    });
    const request = ask({ as: "biller", purpose: "billing" });
    expect(shown(request, facts, record("Patient"))).toEqual(["patient.name"]);
    expect(shown(request, facts, record("Patient", { id: "p2", patients: ["p2"] }))).toEqual([
      "patient.birth-date",
    ]);
  });

  it("DEC-JOIN-1 the greater of two comparable transforms is shown", () => {
    const policy = twoGrants("patient.birth-date as generalize:year", "patient.birth-date");
    expect(shown(ask({ as: "clerk", purpose: "billing" }), billable, record("Patient"), policy)).toEqual([
      "patient.birth-date",
    ]);
  });

  it("DEC-JOIN-2 transforms that cannot be compared fall to what lies below both", () => {
    const policy = twoGrants(
      "patient.birth-date as generalize:year",
      "patient.birth-date as generalize:age-band",
    );
    expect(shown(ask({ as: "clerk", purpose: "billing" }), billable, record("Patient"), policy)).toEqual([
      "patient.birth-date as mask",
    ]);
  });

  it("DEC-JOIN-3 a view holds elements of the record's type only, and none for an unknown type", () => {
    const request = ask({ as: "biller", purpose: "billing" });
    expect(shown(request, billable, record("Claim"))).toEqual([
      "claim.header",
      "claim.dx-codes",
      "claim.notes",
    ]);
    expect(shown(request, billable, record("Basic"))).toBeNull();
  });

  it("DEC-JOIN-3 a row of a table can hold any element", () => {
    const request = ask({ as: "front-desk", purpose: "billing" });
    expect(shown(request, billable, record(TABLE_ROW))).toEqual(["patient.name"]);
  });

  it("DEC-JOIN-4 equal views of one decision share one vector", () => {
    const decision = decide(ask({ as: "biller", purpose: "billing" }), clinic, billable);
    const one = viewOf(decision, record("Claim", { id: "1" }), billable);
    const two = viewOf(decision, record("Claim", { id: "2", patients: ["p2"] }), billable);
    expect(one).not.toBeNull();
    expect(one?.elements).toBe(two?.elements);
  });

  it("DEC-JOIN-4 a view names the rules that gave anything, in order", () => {
    const decision = decide(ask({ as: "biller", purpose: "HPAYMT" }), clinic, billable);
    expect(viewOf(decision, record("Patient"), billable)?.rules).toEqual([
      "role:biller/billing#1",
      "role:biller/eligibility#1",
    ]);
  });
});

function twoGrants(one: string, two: string) {
  const grants = [one, two].map((element) => ({ purpose: "billing", on: "billable", elements: [element] }));
  return buildPolicy({ ...CLINIC, roles: { clerk: { grants } } });
}
