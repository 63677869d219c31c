import { describe, expect, test } from "vitest";
import { buildPolicy } from "../../../decision/testing/policy-builder.ts";
import type { PolicySpec } from "../../../decision/testing/policy-builder.ts";
import { exportToCedar } from "./export.ts";

const SPEC: PolicySpec = {
  elements: { "patient.name": ["Patient"], "patient.ssn": ["Patient"] },
  relations: { clinic: {}, neighbor: { permits: false } },
  purposes: { billing: { basis: "payment", code: "HPAYMT", never: ["patient.ssn"] } },
  roles: {
    biller: {
      grants: [
        { purpose: "billing", on: "clinic", elements: ["patient.name as mask"] },
        { purpose: "billing", on: "neighbor", elements: ["patient.name"] },
      ],
    },
  },
};

function textOf(id: string, spec: PolicySpec = SPEC): string {
  return exportToCedar(buildPolicy(spec)).statements.get(id) ?? "";
}

describe("exportToCedar", () => {
  test("F171 the same policy gives the same text", () => {
    expect(exportToCedar(buildPolicy(SPEC))).toEqual(exportToCedar(buildPolicy(SPEC)));
  });

  test("F171 the order in which roles and purposes were read does not matter", () => {
    const purposes = {
      billing: SPEC.purposes?.["billing"] ?? { basis: "payment" },
      audit: { basis: "operations" },
    } as const;
    const roles = { biller: SPEC.roles?.["biller"] ?? {}, auditor: { grants: [] } };
    const one = exportToCedar(buildPolicy({ ...SPEC, purposes, roles }));
    const reversed = {
      ...SPEC,
      purposes: { audit: purposes.audit, billing: purposes.billing },
      roles: { auditor: roles.auditor, biller: roles.biller },
    };
    expect(exportToCedar(buildPolicy(reversed)).policies).toBe(one.policies);
  });

  test("F171 a grant is a permit for its role, for its purpose, by its relation", () => {
    const permit = textOf("role:biller/billing#1");
    expect(permit).toContain('permit (principal in Role::"biller"');
    expect(permit).toContain('when { context.purpose == "billing" }');
    expect(permit).toContain('when { resource.relations.contains("clinic") }');
  });

  test("F171 how an element is transformed stands in a comment above its permit", () => {
    expect(textOf("role:biller/billing#1")).toContain("// transformed: patient.name as mask");
  });

  test("F171 a grant by a relation that is for watching permits nothing", () => {
    expect(textOf("role:biller/billing#2")).toBe("");
  });

  test("F171 a purpose's ceiling forbids what it never gives", () => {
    expect(textOf("ceiling:never/billing")).toContain('when { context.element == "patient.ssn" }');
  });

  test("F171 a dated exception is a permit within its period", () => {
    const grant = { purpose: "billing", on: "clinic", elements: ["patient.ssn"] };
    const period = { from: 10, until: 20 };
    const spec = { ...SPEC, exceptions: [{ id: "audit-2026", role: "biller", grant, period }] };
    expect(textOf("exception:audit-2026", spec)).toContain("when { context.now >= 10 && context.now < 20 }");
  });

  test("F171 a purpose that is granted and not declared is open to broken glass alone", () => {
    const purposes = { glass: { basis: "emergency", declarable: false } } as const;
    expect(textOf("purpose:glass", { ...SPEC, purposes })).toContain(
      'unless { context.ground == "break-glass" &&',
    );
  });

  test("F171 an empty policy permits nothing", () => {
    const { statements } = exportToCedar(buildPolicy({ elements: {} }));
    expect([...statements.values()].filter((text) => text.includes("permit ("))).toEqual([]);
    expect(statements.size).toBeGreaterThan(0);
  });
});
