import { describe, expect, it } from "vitest";
import { differenceIn } from "./testing/comparison.ts";
import { comparisonOf, keptCases } from "./testing/kept-cases.ts";
import { MUTANTS } from "./testing/mutants/all.ts";
import { ANY_SCENARIO, scenarioOf } from "./testing/scenarios.ts";
import { newTally } from "./testing/tally.ts";

/** Enough that the rarest leak shows; the same ones each time, so that a miss is a miss of the generator. */
const SCENARIOS = 500;
const SEED = 20260504;

describe("seeded leaks", () => {
  it.each(MUTANTS.map((mutant) => [mutant.name, mutant] as const))(
    "GW-72 F159 random scenarios catch: %s",
    async (_, mutant) => {
      let caught = false;
      const choice = { ...ANY_SCENARIO, ...mutant.focus };
      for (let seed = SEED; seed < SEED + SCENARIOS && !caught; seed++) {
        const comparison = comparisonOf(scenarioOf(seed, choice));
        caught = (await differenceIn(comparison, mutant.make, newTally())) !== null;
      }
      expect(caught).toBe(true);
    },
  );

  it.each(
    keptCases().flatMap((one) =>
      MUTANTS.filter(({ name }) => name === one.name).map((mutant) => [one.name, one, mutant] as const),
    ),
  )("GW-72 F159 the kept case catches: %s", async (_, one, mutant) => {
    expect(await differenceIn(comparisonOf(one), mutant.make, newTally())).not.toBeNull();
  });
});
