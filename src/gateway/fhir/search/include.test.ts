import { describe, expect, it } from "vitest";
import { resourceTypes } from "../../../catalogue/fhir-r4/definitions.ts";
import { KEEP } from "../../../catalogue/transforms.ts";
import { shippedCatalogue } from "../../../catalogue/testing/shipped.ts";
import { compileCondition } from "./compile-condition.ts";
import { createDateReader } from "./dates.ts";
import { planIncludes } from "./include.ts";
import type { PlanScope } from "./permitted-parameter.ts";

/** Somebody who is given everything of the shipped catalogue. */
const catalogue = shippedCatalogue();
const everything = new Uint8Array(catalogue.elements.length).fill(KEEP);
const scope: PlanScope = {
  catalogue,
  grantedOf: () => everything,
  match: { now: 0, dates: createDateReader("UTC"), baseUrl: "http://gateway.test/fhir" },
};

const includeOf = (type: string, name: string, value: string): string => {
  const plan = planIncludes(scope, [type], [[name, value]]);
  return plan.ok ? "permitted" : plan.error.code;
};

describe("includes and joins over the whole catalogue", () => {
  const references = [...resourceTypes()].flatMap((type) =>
    catalogue.searchParameters(type).filter((parameter) => parameter.type === "reference"),
  );

  it("GW-114 F159 every reference of FHIR R4 is permitted to who is given all, or refused by a reason", () => {
    const codes = new Map<string, number>();
    for (const { base, code } of references) {
      const outcome = includeOf(base, "_include", `${base}:${code}`);
      codes.set(outcome, (codes.get(outcome) ?? 0) + 1);
    }
    expect([...codes.keys()].toSorted()).toEqual([
      "parameter_invalid",
      "parameter_not_permitted",
      "permitted",
      "type_not_permitted",
    ]);
    expect(codes.get("permitted")).toBeGreaterThan(200);
  });

  it.each(["AuditEvent", "Binary"])(
    "GW-114 F159 %s has rules of its own, and nothing is joined with it",
    (type) => {
      expect(includeOf("Patient", "_revinclude", `${type}:patient`)).toBe("type_not_permitted");
      const joined = compileCondition(scope, "Patient", `_has:${type}:patient:_id`, "1");
      expect(joined.ok ? null : joined.error.code).toBe("type_not_permitted");
    },
  );

  it("GW-118 F159 an include that is asked for twice is followed once", () => {
    const pair = ["_revinclude", "Observation:subject"] as const;
    const plan = planIncludes(
      scope,
      ["Patient"],
      Array.from({ length: 200 }, () => pair),
    );
    expect(plan.ok && plan.value.map(({ source, reference }) => [source, reference.code])).toEqual([
      ["Observation", "subject"],
    ]);
  });

  it("GW-118 F159 a search follows no more than twelve includes", () => {
    const pairs = references
      .filter(
        ({ base, code }) =>
          code === "subject" && includeOf("Patient", "_revinclude", `${base}:subject`) === "permitted",
      )
      .map(({ base }) => ["_revinclude", `${base}:subject`] as const);
    expect(planIncludes(scope, ["Patient"], pairs.slice(0, 12)).ok).toBe(true);
    const plan = planIncludes(scope, ["Patient"], pairs.slice(0, 13));
    expect(plan.ok ? null : plan.error.code).toBe("bad_request");
  });
});
