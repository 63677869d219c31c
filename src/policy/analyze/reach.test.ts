import { expect, test } from "vitest";
import { buildPolicy, type PolicySpec } from "../../decision/testing/policy-builder.ts";
import { readBase } from "../testing/base-policy.ts";
import { compiled } from "../testing/changed-policy.ts";
import { reachWithoutApproval } from "./reach.ts";

const SPEC: PolicySpec = {
  elements: { "claim.header": ["Claim"], "claim.lines": ["Claim"], "directory.name": ["Practitioner"] },
  relations: { clinic: {}, directory: { kind: "directory" } },
  purposes: {
    billing: { basis: "payment", mayAsk: ["claim.*"] },
    care: { basis: "treatment" },
    glass: { basis: "emergency", declarable: false, never: ["directory.*", "claim.lines"] },
  },
  roles: {
    biller: {
      jit: ["billing"],
      grants: [{ purpose: "billing", on: "clinic", elements: ["claim.header", "directory.name"] }],
    },
    clerk: { jit: ["billing"] },
    nurse: { breakGlass: true, grants: [{ purpose: "care", on: "directory", elements: ["*"] }] },
    officer: { approve: ["billing"] },
  },
};
const [claim, practitioner] = reachWithoutApproval(buildPolicy(SPEC), ["Claim", "Practitioner"]);

test("POL-705 says in one line who reaches a type without approval, with it, and by breaking the glass", () => {
  expect(claim?.sentence).toBe(
    "`Claim` is reachable without approval by `biller`; with approval also by `biller`, `clerk`; " +
      "by breaking the glass by `nurse`",
  );
});

test("POL-705 counts a relation to patients for records of patients alone, the directory for the others", () => {
  expect(claim?.standing.map(({ role }) => role)).toEqual(["biller"]);
  expect(practitioner?.standing.map(({ role }) => role)).toEqual(["nurse"]);
});

test("POL-705 counts relations of both kinds for a type whose records may be of a patient or of none", () => {
  const elements = { "device.type": ["Device"] };
  const roles = {
    biller: { grants: [{ purpose: "billing", on: "clinic", elements: ["device.type"] }] },
    nurse: { grants: [{ purpose: "care", on: "directory", elements: ["device.type"] }] },
  };
  const policy = buildPolicy({
    relations: { clinic: {}, directory: { kind: "directory" } },
    purposes: { billing: { basis: "payment" }, care: { basis: "treatment" } },
    elements,
    roles,
  });
  const standing = reachWithoutApproval(policy, ["Device"])[0]?.standing;
  expect(standing?.map(({ role }) => role)).toEqual(["biller", "nurse"]);
});

test("POL-705 names of a role's grants those that show the type, and counts each element once", () => {
  const relations = { clinic: {}, panel: {}, self: { kind: "self" } } as const;
  const grants = [
    { purpose: "billing", on: "clinic", elements: ["claim.header"] },
    { purpose: "billing", on: "panel", elements: ["patient.name"] },
    { purpose: "billing", on: "self", elements: ["claim.header", "claim.lines"] },
  ];
  const elements = { ...SPEC.elements, "patient.name": ["Patient"] };
  const policy = buildPolicy({ ...SPEC, elements, relations, roles: { biller: { grants } } });
  expect(reachWithoutApproval(policy, ["Claim"])[0]?.standing).toEqual([
    {
      role: "biller",
      purpose: "billing",
      relations: ["clinic", "self"],
      rules: ["role:biller/billing#1", "role:biller/billing#3"],
      elements: 2,
    },
  ]);
});

test("POL-706 an approval adds what the role has not anyway, and says who may give it", () => {
  expect(claim?.byApproval).toEqual([
    { role: "biller", purpose: "billing", approvers: ["officer"], elements: 1 },
    { role: "clerk", purpose: "billing", approvers: ["officer"], elements: 2 },
  ]);
  expect(practitioner?.byApproval).toEqual([]);
});

test("POL-706 the glass shows no more than the purpose of emergency may give", () => {
  expect(claim?.elements.map(({ element, breakGlass }) => [element, breakGlass])).toEqual([
    ["claim.header", true],
    ["claim.lines", false],
  ]);
});

test("POL-706 an approval that nobody can give is no way to a type", () => {
  const { officer: _officer, ...roles } = SPEC.roles ?? {};
  const [alone] = reachWithoutApproval(buildPolicy({ ...SPEC, roles }), ["Claim"]);
  expect(alone?.byApproval.map(({ approvers }) => approvers)).toEqual([[], []]);
  expect(alone?.sentence).not.toContain("with approval");
});

test("POL-705 covers every resource type that the catalogue maps an element to", () => {
  expect(reachWithoutApproval(compiled(readBase())).map(({ resourceType }) => resourceType)).toEqual([
    "Claim",
    "DocumentReference",
    "Patient",
    "Practitioner",
  ]);
});
