import { describe, expect, test } from "vitest";
import { buildPolicy, type GrantSpec, type PolicySpec } from "../../decision/testing/policy-builder.ts";
import type { FindingId } from "./finding.ts";
import { lintPolicy, type LintContext } from "./lint.ts";

const BASE: PolicySpec = {
  elements: { "patient.name": ["Patient"], "patient.ssn": ["Patient"], "claim.header": ["Claim"] },
  segments: [{ id: "bh" }, { id: "psychotherapy", guard: "authorization" }],
  relations: {
    clinic: {},
    originator: { recordBound: true },
    "claim-assigned": { recordBound: true },
    directory: { kind: "directory" },
    neighbor: { permits: false },
  },
  purposes: {
    billing: { basis: "payment", acts: ["use", "disclose"], never: ["patient.ssn"] },
    treatment: { basis: "treatment" },
    support: { basis: "payment", caseBound: true },
    "break-glass": { basis: "emergency", declarable: false },
  },
};

function findingsOf(
  id: FindingId,
  grants: readonly GrantSpec[],
  more: Partial<PolicySpec> = {},
  context?: LintContext,
) {
  const policy = buildPolicy({ ...BASE, roles: { biller: { grants } }, ...more });
  return lintPolicy(policy, context).filter((finding) => finding.id === id);
}

const billing: GrantSpec = { purpose: "billing", on: "clinic", elements: ["patient.name"] };

describe("a grant that shows nothing", () => {
  test("POL-720 names the ceiling that leaves nothing of it", () => {
    const [finding] = findingsOf("POL-720", [{ ...billing, elements: ["patient.ssn"] }]);
    expect(finding).toMatchObject({
      name: "grant-unreachable",
      severity: "warning",
      sentence:
        "`role:biller/billing#1` never shows anything to anybody: purpose `billing` may never give any of its elements",
      rules: ["role:biller/billing#1"],
      roles: ["biller"],
      purposes: ["billing"],
      elements: ["patient.ssn"],
      at: { file: "test.yaml", line: 1 },
    });
  });

  test.each([
    [
      "a purpose that is never declared",
      { purpose: "break-glass" },
      "granted by a workflow and never declared",
    ],
    ["a relation for monitoring", { on: "neighbor" }, "relation `neighbor` is for monitoring"],
    ["an act that the purpose does not have", { can: ["request"] }, "has no act that `request` could serve"],
    ["a disclosure without a rule", { can: ["disclose"] }, "says nothing of what may leave"],
  ] as const)("POL-720 names %s", (_what, change, why) => {
    const [finding] = findingsOf("POL-720", [{ ...billing, ...change }]);
    expect(finding?.sentence).toContain(why);
  });

  test("POL-720 names systems of which none is connected, where that is known", () => {
    const elsewhere = [{ ...billing, systems: ["lis"] }];
    const systems = new Set(["ehr"]);
    expect(findingsOf("POL-720", elsewhere, {}, { systems })[0]?.sentence).toContain(
      "(`lis`) is connected here",
    );
    expect(findingsOf("POL-720", elsewhere)).toEqual([]);
  });

  test("POL-720 is silent where an exemption gives the grant something to do", () => {
    const disclosing: GrantSpec = { ...billing, can: ["disclose"] };
    const hhs = { acts: ["disclose"], recipients: ["hhs"], bases: ["payment"], reach: "record" } as const;
    expect(findingsOf("POL-720", [disclosing], { exemptions: { hhs } })).toEqual([]);
  });
});

describe("a grant that others make needless", () => {
  test("POL-721 names the one that gives at least as much", () => {
    const wide: GrantSpec = { ...billing, elements: ["patient.name", "claim.header"] };
    const [finding, ...more] = findingsOf("POL-721", [
      { ...billing, elements: ["patient.name as mask"] },
      wide,
    ]);
    expect(more).toEqual([]);
    expect(finding?.rules).toEqual(["role:biller/billing#1", "role:biller/billing#2"]);
    expect(finding?.sentence).toBe(
      "`role:biller/billing#1` gives nothing that `role:biller/billing#2` does not give",
    );
  });

  test("POL-721 names several that only together give as much", () => {
    const both: GrantSpec = { ...billing, elements: ["patient.name", "claim.header"] };
    const grants = [both, billing, { ...billing, elements: ["claim.header"] }];
    const first = findingsOf("POL-721", grants).find(({ rules }) => rules[0] === "role:biller/billing#1");
    expect(first?.rules).toEqual(["role:biller/billing#1", "role:biller/billing#2", "role:biller/billing#3"]);
  });

  test("POL-721 names both of two equal grants", () => {
    expect(findingsOf("POL-721", [billing, billing])).toHaveLength(2);
  });

  test.each([
    ["a segment", { segments: ["bh"] }],
    ["a capability", { can: ["read", "search", "locate"] }],
    ["a relation", { on: "originator" }],
    ["a purpose", { purpose: "treatment" }],
  ] as const)("POL-721 leaves a grant alone that gives %s more", (_what, change) => {
    const shadows = findingsOf("POL-721", [billing, { ...billing, ...change }]);
    expect(shadows.map(({ rules }) => rules[0])).not.toContain("role:biller/billing#2");
    expect(shadows.map(({ rules }) => rules[0])).not.toContain("role:biller/treatment#1");
  });

  test("POL-721 does not let a grant of one system stand in for one of all", () => {
    const shadows = findingsOf("POL-721", [billing, { ...billing, systems: ["ehr"] }]);
    expect(shadows.map(({ rules }) => rules)).toEqual([["role:biller/billing#2", "role:biller/billing#1"]]);
  });

  test("POL-721 names a dated exception that a standing grant makes needless, and not the reverse", () => {
    const exceptions = [{ id: "e1", role: "biller", grant: billing, period: { from: 0, until: 10 } }];
    const shadows = findingsOf("POL-721", [billing], { exceptions });
    expect(shadows.map(({ rules }) => rules)).toEqual([["exception:e1", "role:biller/billing#1"]]);
  });
});

describe("what a grant says in vain", () => {
  test("POL-722 names a guarded segment outside of the originator's own treatment", () => {
    const [finding] = findingsOf("POL-722", [{ ...billing, segments: ["bh", "psychotherapy"] }]);
    expect(finding?.segments).toEqual(["psychotherapy"]);
    const own: GrantSpec = {
      purpose: "treatment",
      on: "originator",
      elements: ["*"],
      segments: ["psychotherapy"],
    };
    expect(findingsOf("POL-722", [own])).toEqual([]);
  });

  test("POL-723 names a case-bound purpose on a relation whose facts name no case", () => {
    const support = (on: string): GrantSpec => ({ ...billing, purpose: "support", on });
    expect(findingsOf("POL-723", [support("clinic")])[0]?.relations).toEqual(["clinic"]);
    expect(findingsOf("POL-723", [support("claim-assigned"), support("directory")])).toEqual([]);
  });
});
