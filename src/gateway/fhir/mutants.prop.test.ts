import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { differenceIn, keptCaseOf, newTally } from "./testing/comparison.ts";
import type { KeptCase } from "./testing/comparison.ts";
import { keptCases } from "./testing/kept-cases.ts";
import { MUTANTS } from "./testing/mutants.ts";
import type { Mutant } from "./testing/mutants.ts";
import { scenarioArbitrary } from "./testing/scenarios.ts";

/** Enough that the rarest leak shows; the same ones each time, so that a miss is a miss of the generator. */
const SCENARIOS = 250;
const SEED = 20260504;

const byName = MUTANTS.map((mutant) => [mutant.name, mutant] as const);

async function isCaught(mutant: Mutant, cases: readonly KeptCase[]): Promise<boolean> {
  for (const one of cases) if ((await differenceIn(one, mutant.make, newTally())) !== null) return true;
  return false;
}

describe("seeded leaks", () => {
  it.each(byName)("GW-72 F159 the kept case catches: %s", async (name, mutant) => {
    const cases = keptCases().filter((one) => one.name === name);
    expect(await isCaught(mutant, cases)).toBe(true);
  });

  it("GW-72 F159 random scenarios catch every one of them", async () => {
    const scenarios = fc.sample(scenarioArbitrary, { numRuns: SCENARIOS, seed: SEED }).map(keptCaseOf);
    const missed: string[] = [];
    for (const mutant of MUTANTS) if (!(await isCaught(mutant, scenarios))) missed.push(mutant.name);
    expect(missed).toEqual([]);
  }, 300_000);
});
