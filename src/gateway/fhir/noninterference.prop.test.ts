import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { differenceIn, genuine, keptCaseOf, newTally } from "./testing/comparison.ts";
import { keptCases } from "./testing/kept-cases.ts";
import { minimal } from "./testing/minimal.ts";
import { scenarioArbitrary } from "./testing/scenarios.ts";

/** Scenarios of up to 20 questions each. */
const RUNS = Number(process.env["FUZZ_RUNS"] ?? "1500");

describe("non-interference", () => {
  const tally = newTally();

  it("GW-70 F159 worlds that differ only in what the caller may not see answer identically", async () => {
    const property = fc.asyncProperty(scenarioArbitrary, async (scenario) => {
      expect(await differenceIn(keptCaseOf(scenario), genuine, tally)).toBeNull();
    });
    const { counterexample, seed } = await fc.check(property, { numRuns: RUNS, endOnFailure: true });
    // Name what is found and add it to noninterference-cases.json.
    const found = counterexample === null ? null : await minimal(keptCaseOf(counterexample[0]), genuine);
    expect(JSON.stringify(found), `seed ${seed}`).toBe("null");
  }, 3_600_000);

  it("GW-70 F159 at least 40 % of the compared answers are non-empty 200s", () => {
    expect(tally.nonEmpty / tally.answers).toBeGreaterThanOrEqual(0.4);
  });

  it("GW-70 F159 the compared answers with a match are of reads and of every type of parameter with a rule", () => {
    const kinds = ["date", "number", "quantity", "read", "reference", "string", "token", "uri"];
    expect([...tally.answered].toSorted()).toEqual(kinds);
  });

  it.each(keptCases().map((one) => [one.name, one] as const))("GW-70 F159 kept case: %s", async (_, one) => {
    expect(await differenceIn(one, genuine, newTally())).toBeNull();
  });
});
