import { expect, test } from "vitest";
import { buildPolicy, type PolicySpec } from "../../decision/testing/policy-builder.ts";
import { lintPolicy } from "./lint.ts";

const SPEC: PolicySpec = {
  elements: { "patient.name": ["Patient"], "patient.ssn": ["Patient"], "note.body": ["DocumentReference"] },
  segments: [{ id: "bh" }, { id: "sud" }],
  relations: { clinic: {}, cohort: {}, neighbor: { permits: false } },
  purposes: {
    payment: { basis: "payment" },
    billing: { basis: "payment", parent: "payment", mayAsk: ["note.body"], mayAskSegments: ["sud"] },
    training: { basis: "operations" },
  },
  roles: {
    biller: { grants: [{ purpose: "billing", on: "clinic", elements: ["patient.name"] }], jit: ["billing"] },
  },
  exemptions: {
    hhs: { acts: ["disclose"], recipients: ["hhs"], bases: ["payment"], reach: "record" },
    treatment: { acts: ["use"], bases: ["payment"], reach: "record" },
  },
};

function namesIn(id: string, spec: PolicySpec = SPEC): readonly (readonly string[])[] {
  const findings = lintPolicy(buildPolicy(spec)).filter((finding) => finding.id === id);
  return findings.map(({ elements, purposes, relations, segments, rules }) =>
    [elements, purposes, relations, segments, rules].flat(),
  );
}

test("POL-724 names elements that nobody can see, those that may be asked for not among them", () => {
  expect(namesIn("POL-724")).toEqual([["patient.ssn"]]);
});

test("POL-725 names purposes that nobody has, the parent of one that is held not among them", () => {
  expect(namesIn("POL-725")).toEqual([["training"]]);
});

test("POL-726 names relations that no grant stands on, those for monitoring not among them", () => {
  expect(namesIn("POL-726")).toEqual([["cohort"]]);
});

test("POL-727 names segments that nobody reaches, those that may be asked for not among them", () => {
  expect(namesIn("POL-727")).toEqual([["bh"]]);
});

test("POL-728 names exemptions that nobody can claim for want of a capability", () => {
  expect(namesIn("POL-728")).toEqual([["exempt:hhs"]]);
});

test("POL-745 names purposes whose `mayAsk` no role may ask for", () => {
  expect(namesIn("POL-745")).toEqual([]);
  const spec: PolicySpec = { ...SPEC, roles: { biller: { grants: SPEC.roles?.["biller"]?.grants ?? [] } } };
  expect(namesIn("POL-745", spec)).toEqual([["billing"]]);
});
