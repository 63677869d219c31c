import { describe, expect, expectTypeOf, it } from "vitest";
import type { RelationIndex } from "../catalogue/relations.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import { decide } from "./decide.ts";
import {
  ask,
  brokenGlass,
  CLINIC,
  clinic,
  fact,
  factsOf,
  reasonsOf,
  record,
  shown,
} from "./testing/clinic.ts";
import { buildPolicy } from "./testing/policy-builder.ts";
import { viewOf } from "./view.ts";

const billable = factsOf({ relations: [fact("billable", "p1")] });

describe("deny", () => {
  it.each(Object.keys(CLINIC.roles ?? {}))(
    "F007 DEC-DENY-1 an empty policy denies everything to %s",
    (as) => {
      const empty = buildPolicy({ elements: CLINIC.elements });
      expect(decide(ask({ as, purpose: "billing" }), empty, billable).outcome).toBe("deny");
    },
  );

  it("F007 DEC-DENY-1 a role without grants is denied under every purpose, also in break-glass", () => {
    const facts = factsOf({ grants: [brokenGlass()] });
    const answers = [...clinic.purposes.keys()].map(
      (purpose) => decide(ask({ as: "hr", purpose }), clinic, facts).outcome,
    );
    expect(new Set(answers)).toEqual(new Set(["deny"]));
  });

  it("DEC-DENY-2 a fault in the policy denies", () => {
    const broken = new Proxy(clinic, {
      get: (policy, key, receiver) => {
        if (key === "declarable") throw new Error("broken");
        return Reflect.get(policy, key, receiver) as unknown;
      },
    });
    expect(reasonsOf(ask({ as: "biller", purpose: "billing" }), billable, broken)).toEqual([
      "evaluation_error",
    ]);
  });

  it("DEC-DENY-2 a vector that does not fit the catalogue denies", () => {
    const facts = factsOf({ grants: [brokenGlass({ elements: new Uint8Array(2).fill(7) })] });
    expect(reasonsOf(ask({ as: "nurse", purpose: "treatment" }), facts)).toEqual(["evaluation_error"]);
  });

  it("DEC-DENY-2 a fault while looking at a record shows nothing", () => {
    const relations: RelationIndex = {
      find: () => {
        throw new Error("broken");
      },
      patients: () => [],
    };
    const facts = { ...billable, relations };
    const decision = decide(ask({ as: "biller", purpose: "billing" }), clinic, facts);
    expect(viewOf(decision, record("Patient"), facts)).toBeNull();
  });

  it("DEC-DENY-3 a denial has reasons, the most specific first, and no slices", () => {
    const recipient = { class: "school", id: "school", verified: true } as const;
    const request = ask({ as: ["biller", "records-clerk"], purpose: "billing", act: "disclose", recipient });
    const decision = decide(request, clinic, billable);
    expect(decision.slices).toEqual([]);
    expect(decision.reasons[0]).toMatchObject({
      code: "recipient_not_permitted",
      rule: "purpose:billing/disclose",
    });
  });

  it("DEC-DENY-3 what nothing explains is `no_grant`", () => {
    expect(reasonsOf(ask({ as: "biller", purpose: "billing", capability: "approve" }), billable)).toEqual([
      "no_grant",
    ]);
  });

  it("DEC-DENY-4 a decision is never taken without a policy", () => {
    expectTypeOf(decide).parameter(1).toEqualTypeOf<CompiledPolicy>();
    expect(decide).toHaveLength(3);
  });

  it("F007 DEC-DENY-1 a record that no slice reaches is not there", () => {
    expect(shown(ask({ as: "biller", purpose: "billing" }), factsOf(), record("Patient"))).toBeNull();
  });
});
