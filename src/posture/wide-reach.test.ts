import { describe, expect, it } from "vitest";
import { buildPolicy } from "../decision/testing/policy-builder.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import { shippedFiles, shippedPolicy } from "./testing/shipped.ts";
import { chartlessRoles } from "./wide-reach.ts";

/** Roles that may never give these elements, over two elements of a Patient and one of a Practitioner. */
function policyOf(never: Readonly<Record<string, readonly string[]>>, type = "Patient"): CompiledPolicy {
  const elements = { "patient.name": [type], "patient.ssn": [type], "directory.name": ["Practitioner"] };
  const built = buildPolicy({
    elements,
    roles: Object.fromEntries(Object.keys(never).map((id) => [id, {}])),
  });
  const roles = [...built.roles].map(([id, role]) => {
    const kept = built.catalogue.elements.map((element) => (never[id]?.includes(element.id) ? 7 : 0));
    return [id, { ...role, never: Uint8Array.from(kept) }] as const;
  });
  return { ...built, roles: new Map(roles) };
}

describe("roles that no chart is open to", () => {
  it("F049 are kept from every element of a Patient, and one element more or less makes the difference", () => {
    const policy = policyOf({
      guard: ["patient.name", "patient.ssn"],
      clerk: ["patient.ssn"],
      stranger: ["directory.name"],
      porter: [],
    });
    expect(chartlessRoles(policy)).toEqual(["guard"]);
  });

  it("F049 are none where the catalogue has nothing of a Patient to keep from them", () => {
    expect(chartlessRoles(policyOf({ guard: ["patient.name", "patient.ssn"] }, "Claim"))).toEqual([]);
  });

  it("F049 of the shipped policy are those whose file says never to all of `patient`", async () => {
    const roles = (await shippedFiles()).filter(({ path }) => path.includes("/roles/"));
    const kept = roles.filter(({ text }) => /^never: \[(?:[^\]]*, )?patient\.\*/m.test(text));
    const ids = kept.map(({ text }) => /^id: (\S+)$/m.exec(text)?.[1] ?? "");
    expect(ids.length).toBeGreaterThan(3);
    expect([...chartlessRoles(await shippedPolicy())].toSorted()).toEqual(ids.toSorted());
  });
});
