import { describe, expect, it } from "vitest";
import { differenceIn } from "./testing/comparison.ts";
import { comparisonOf, keptCases } from "./testing/kept-cases.ts";
import { minimal } from "./testing/minimal.ts";
import { firstSeed, requestsWanted } from "./testing/runs.ts";
import { ANY_SCENARIO, scenarioOf } from "./testing/scenarios.ts";
import { genuine } from "./testing/setting.ts";
import { newTally } from "./testing/tally.ts";

describe("non-interference", () => {
  const tally = newTally();

  it("GW-70 F159 worlds that differ only in what the caller may not see answer identically", async () => {
    for (let seed = firstSeed("practice"); tally.answers < requestsWanted(30_000); seed++) {
      const scenario = scenarioOf(seed, ANY_SCENARIO);
      const difference = await differenceIn(comparisonOf(scenario), genuine, tally);
      // Name what is found and add it to noninterference-cases.json.
      const found = difference === null ? null : await minimal(scenario, genuine);
      expect(JSON.stringify(found), `seed ${seed}: ${JSON.stringify(difference)}`).toBe("null");
    }
  }, 3_600_000);

  it("GW-70 F159 at least 40 % of the compared answers are non-empty 200s", () => {
    expect(tally.nonEmpty / tally.answers).toBeGreaterThanOrEqual(0.4);
  });

  it.each(keptCases().map((one) => [one.name, one] as const))("GW-70 F159 kept case: %s", async (_, one) => {
    expect(await differenceIn(comparisonOf(one), genuine, newTally())).toBeNull();
  });
});
