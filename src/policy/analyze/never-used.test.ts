import { expect, test } from "vitest";
import { buildPolicy } from "../../decision/testing/policy-builder.ts";
import { neverUsed } from "./never-used.ts";

const policy = buildPolicy({
  elements: { "patient.name": ["Patient"] },
  relations: { clinic: {} },
  purposes: {
    billing: { basis: "payment", disclose: { recipients: ["health-plan"], elements: ["patient.name"] } },
  },
  roles: {
    biller: {
      grants: [
        { purpose: "billing", on: "clinic", elements: ["patient.name"] },
        { purpose: "billing", on: "clinic", elements: ["patient.name"], can: ["disclose"] },
      ],
    },
  },
  exemptions: { hhs: { acts: ["disclose"], bases: ["payment"], reach: "record" } },
});

test("POL-729 names the rules that the record does not, of grants, disclosures and exemptions", () => {
  const unused = neverUsed(policy, new Set(["role:biller/billing#2"]));
  expect(unused.map(({ rules }) => rules[0])).toEqual([
    "role:biller/billing#1",
    "purpose:billing/disclose",
    "exempt:hhs",
  ]);
});

test("POL-729 is silent when every rule was used", () => {
  const all = neverUsed(policy, new Set()).flatMap(({ rules }) => rules);
  expect(neverUsed(policy, new Set(all))).toEqual([]);
});
