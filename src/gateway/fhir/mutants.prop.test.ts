import { describe, expect, it } from "vitest";
import { differenceIn } from "./testing/comparison.ts";
import { comparisonOf, keptCases } from "./testing/kept-cases.ts";
import { MUTANTS } from "./testing/mutants/all.ts";
import type { Mutant } from "./testing/mutants/mutant.ts";
import { genuine } from "./testing/opened.ts";
import { ANY_SCENARIO, scenarioOf } from "./testing/scenarios.ts";
import { newTally } from "./testing/tally.ts";

/** Enough that the rarest leak shows; the same ones each time, so that a miss is a miss of the generator. */
const SCENARIOS = 600;
const SEED = 20260504;

/** Where the rarest ones show first, so that CI need not search; without these they are found all the same. */
const SHOWN_AT: Readonly<Record<string, number>> = {
  "a filter goes upstream when its form is plain, whatever it negates or reads": 152,
  "a record hides itself when nothing was cut from it": 184,
};

async function isCaughtAt(seed: number, mutant: Mutant): Promise<boolean> {
  const comparison = comparisonOf(scenarioOf(seed, { ...ANY_SCENARIO, ...mutant.focus }));
  if ((await differenceIn(comparison, mutant.make, newTally())) === null) return false;
  // It is the leak that tells, and not the worlds.
  return (await differenceIn(comparison, genuine, newTally())) === null;
}

describe("seeded leaks", () => {
  it("GW-72 F159 are thirty or more, each of its own name", () => {
    expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
    expect(MUTANTS.length).toBeGreaterThanOrEqual(30);
  });

  it.each(MUTANTS.map((mutant) => [mutant.name, mutant] as const))(
    "GW-72 F159 random scenarios catch: %s",
    async (name, mutant) => {
      let caught = await isCaughtAt(SEED + (SHOWN_AT[name] ?? 0), mutant);
      for (let at = 0; at < SCENARIOS && !caught; at++) caught = await isCaughtAt(SEED + at, mutant);
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
