import fc from "fast-check";
import { expect, test } from "vitest";
import { Tape } from "../../decision/testing/tape.ts";
import { lintPolicy } from "./lint.ts";
import { heldBy } from "./offers.ts";
import { anyAnswerDiffers, ROLE, smallPolicy, without } from "./testing/small-world.ts";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 40);

test("F171 POL-720 POL-721 a grant is unreachable or shadowed exactly when nobody is shown less without it", () => {
  const verdicts = { unreachable: 0, shadowed: 0, needed: 0 };
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 120, maxLength: 200 }), (bytes) => {
      const policy = smallPolicy(new Tape(bytes));
      const findings = lintPolicy(policy);
      const named = (id: string): ReadonlySet<string | undefined> =>
        new Set(findings.filter((finding) => finding.id === id).map(({ rules }) => rules[0]));
      const [unreachable, shadowed] = [named("POL-720"), named("POL-721")];
      for (const grant of heldBy(policy, ROLE)) {
        const idle = unreachable.has(grant.rule) || shadowed.has(grant.rule);
        expect({ rule: grant.rule, idle }).toEqual({
          rule: grant.rule,
          idle: !anyAnswerDiffers(policy, without(policy, grant)),
        });
        verdicts.unreachable += Number(unreachable.has(grant.rule));
        verdicts.shadowed += Number(shadowed.has(grant.rule));
        verdicts.needed += Number(!idle);
      }
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  expect(Math.min(...Object.values(verdicts))).toBeGreaterThan(0);
}, 300_000);
