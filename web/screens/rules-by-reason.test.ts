import { describe, expect, it } from "vitest";
import { rulesByReason } from "./rules-by-reason.ts";

const rule = (id: string, why: string) => ({ id, title: id, why, at: "a.yaml:1" });

describe("the rules that show something", () => {
  const emergency = rule("role:nurse/emergency-treatment#1", "nurses nurse");
  const routine = rule("role:nurse/treatment#1", "nurses nurse");
  const exempt = rule("exempt:treatment", "45 CFR 164.502(b)(2)(i)");

  it("F013 are told with a reason that several share once", () => {
    const reasons = rulesByReason([emergency, exempt, routine], "treatment");
    expect(reasons.map(({ why }) => why)).toEqual(["nurses nurse", "45 CFR 164.502(b)(2)(i)"]);
  });

  it("F013 begin with those of the declared purpose", () => {
    const [first] = rulesByReason([emergency, routine], "treatment");
    expect(first?.rules).toEqual([routine, emergency]);
  });

  it("keep their order where no purpose is declared", () => {
    const [first] = rulesByReason([emergency, routine], null);
    expect(first?.rules).toEqual([emergency, routine]);
  });
});
