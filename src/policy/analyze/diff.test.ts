import { describe, expect, it } from "vitest";
import { buildPolicy, type GrantSpec, type PolicySpec } from "../../decision/testing/policy-builder.ts";
import { diffOf } from "./diff.ts";

const BASE: PolicySpec = {
  elements: { "patient.name": ["Patient"], "patient.ssn": ["Patient"], "claim.header": ["Claim"] },
  segments: [{ id: "bh" }],
  relations: { clinic: {}, self: { kind: "self" } },
  purposes: { billing: { basis: "payment" }, treatment: { basis: "treatment" } },
};

function policyOf(...grants: readonly GrantSpec[]) {
  return buildPolicy({ ...BASE, roles: { biller: { grants } } });
}

function changes(before: readonly GrantSpec[], after: readonly GrantSpec[]) {
  return diffOf(policyOf(...before), policyOf(...after)).map(({ change, before: old, after: now }) => [
    change,
    (now ?? old)?.element,
  ]);
}

const billing = (...elements: string[]): GrantSpec => ({ purpose: "billing", on: "clinic", elements });

describe("the difference of two policies, in cells", () => {
  it("is empty for a policy and itself", () => {
    expect(changes([billing("patient.name")], [billing("patient.name")])).toEqual([]);
  });

  it("names exactly the cell that a one-line change gives or takes", () => {
    expect(changes([billing("patient.name")], [billing("patient.name", "patient.ssn")])).toEqual([
      ["gained", "patient.ssn"],
    ]);
    expect(changes([billing("patient.name", "patient.ssn")], [billing("patient.ssn")])).toEqual([
      ["lost", "patient.name"],
    ]);
  });

  it("tells wider from narrower", () => {
    expect(changes([billing("patient.name as mask")], [billing("patient.name")])).toEqual([
      ["wider", "patient.name"],
    ]);
    expect(changes([billing("patient.name")], [billing("patient.name as mask")])).toEqual([
      ["narrower", "patient.name"],
    ]);
    expect(changes([billing("patient.name as mask")], [billing("patient.name as tokenize")])).toEqual([
      ["other", "patient.name"],
    ]);
  });

  it("sees no change where a grant is split in two or moved in its file", () => {
    expect(
      changes([billing("patient.name", "claim.header")], [billing("claim.header"), billing("patient.name")]),
    ).toEqual([]);
  });

  it("sees another relation as another cell", () => {
    const elsewhere: GrantSpec = { ...billing("patient.name"), on: "self" };
    expect(new Set(changes([billing("patient.name")], [elsewhere]).map(([change]) => change))).toEqual(
      new Set(["gained", "lost"]),
    );
  });
});
