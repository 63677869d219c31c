import { describe, expect, test } from "vitest";
import { buildPolicy, type PolicySpec, type RoleSpec } from "../../decision/testing/policy-builder.ts";
import type { RoleHolder } from "./duties.ts";
import { lintPolicy } from "./lint.ts";

const READS = { purpose: "care", on: "clinic", elements: ["patient.name"] };
const ADMINISTERS = {
  purpose: "audit",
  on: "directory",
  elements: ["roster.person"],
  can: ["administer"] as const,
};

function findings(id: string, roles: Record<string, RoleSpec>, roster: readonly RoleHolder[] = []) {
  const spec: PolicySpec = {
    elements: { "patient.name": ["Patient"], "roster.person": ["Person"] },
    relations: { clinic: {}, directory: { kind: "directory" }, self: { kind: "self" } },
    purposes: { care: { basis: "treatment", mayAsk: ["patient.name"] }, audit: { basis: "operations" } },
    roles,
  };
  return lintPolicy(buildPolicy(spec), { roster }).filter((finding) => finding.id === id);
}

const holders = (held: Record<string, readonly string[]>): readonly RoleHolder[] =>
  Object.entries(held).map(([id, roles]) => ({ id, roles }));

describe("separation of duties", () => {
  test("POL-740 names a person of the roster who holds roles that conflict, on whichever side it is said", () => {
    const roles = { hr: { conflictsWith: ["nurse"] }, nurse: {}, coder: {} };
    const found = findings(
      "POL-740",
      roles,
      holders({ nina: ["coder", "nurse", "hr"], cory: ["coder", "hr"] }),
    );
    expect(found.map(({ people, roles: pair }) => [people, pair])).toEqual([[["nina"], ["nurse", "hr"]]]);
    expect(found[0]?.severity).toBe("error");
  });

  test("POL-741 names a conflict that only one side names", () => {
    const mutual = { hr: { conflictsWith: ["nurse"] }, nurse: { conflictsWith: ["hr"] } };
    expect(findings("POL-741", mutual)).toEqual([]);
    expect(findings("POL-741", { ...mutual, nurse: {} })[0]?.roles).toEqual(["hr", "nurse"]);
  });

  test("POL-742 names a role that approves what it may itself ask for", () => {
    const [finding] = findings("POL-742", { officer: { jit: ["care"], approve: ["care", "audit"] } });
    expect(finding).toMatchObject({ roles: ["officer"], purposes: ["care"] });
  });

  test("POL-743 names a request that no role may approve", () => {
    const [finding] = findings("POL-743", { nurse: { jit: ["care"] } });
    expect(finding?.sentence).toBe("role `nurse` may ask under `care`, and no role may approve it");
    expect(findings("POL-743", { nurse: { jit: ["care"] }, officer: { approve: ["care"] } })).toEqual([]);
  });

  test("POL-743 names a request that only the one who makes it could approve", () => {
    const roles = { nurse: { jit: ["care"] }, officer: { approve: ["care"] } };
    const alone = holders({ nina: ["nurse", "officer"] });
    expect(findings("POL-743", roles, alone)[0]?.people).toEqual(["nina"]);
    expect(findings("POL-743", roles, [...alone, { id: "priya", roles: ["officer"] }])).toEqual([]);
  });

  test("POL-744 names approvals that no role can ask for", () => {
    expect(findings("POL-744", { officer: { approve: ["audit"] } })[0]?.purposes).toEqual(["audit"]);
  });

  test("POL-746 names a role that administers and approves", () => {
    expect(findings("POL-746", { officer: { grants: [ADMINISTERS], approve: ["care"] } })).toHaveLength(1);
    expect(findings("POL-746", { officer: { grants: [ADMINISTERS] } })).toEqual([]);
  });

  test("POL-747 names a role that administers and reads patients' records", () => {
    expect(findings("POL-747", { officer: { grants: [ADMINISTERS, READS] } })).toHaveLength(1);
    const ofSelf = { ...READS, on: "self" };
    expect(findings("POL-747", { officer: { grants: [ADMINISTERS, ofSelf] } })).toEqual([]);
  });

  test("POL-748 names roles that one person could hold to relate themselves to any patient", () => {
    const officer: RoleSpec = { grants: [ADMINISTERS] };
    const nurse: RoleSpec = { grants: [READS] };
    expect(findings("POL-748", { officer, nurse })[0]?.roles).toEqual(["officer", "nurse"]);
    expect(findings("POL-748", { officer, nurse: { ...nurse, conflictsWith: ["officer"] } })).toEqual([]);
  });

  test("POL-748 names roles that one person could hold to ask and to approve", () => {
    const [finding] = findings("POL-748", {
      nurse: { jit: ["care"] },
      officer: { approve: ["care", "audit"] },
    });
    expect(finding).toMatchObject({ roles: ["officer", "nurse"], purposes: ["care"] });
  });
});
