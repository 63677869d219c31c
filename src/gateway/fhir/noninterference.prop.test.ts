import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { differenceIn, genuine, keptCaseOf, newTally } from "./testing/comparison.ts";
import type { KeptCase } from "./testing/comparison.ts";
import { scenarioArbitrary } from "./testing/scenarios.ts";

/** Scenarios of up to 20 questions each. */
const RUNS = Number(process.env["FUZZ_RUNS"] ?? "400");

const kept = JSON.parse(
  readFileSync(new URL("./testing/noninterference-cases.json", import.meta.url), "utf8"),
) as readonly KeptCase[];

describe("non-interference", () => {
  const tally = newTally();

  it("GW-70 F159 worlds that differ only in what the caller may not see answer identically", async () => {
    const property = fc.asyncProperty(scenarioArbitrary, async (scenario) => {
      expect(await differenceIn(keptCaseOf(scenario), genuine, tally)).toBeNull();
    });
    const { counterexample, seed } = await fc.check(property, { numRuns: RUNS });
    // To keep a counter-example, name it and add it to the data file.
    const found = counterexample?.map(keptCaseOf) ?? [];
    expect(JSON.stringify(found), `seed ${seed}`).toBe("[]");
  }, 3_600_000);

  it("GW-70 F159 at least 40 % of the compared answers are non-empty 200s", () => {
    expect(tally.nonEmpty / tally.answers).toBeGreaterThanOrEqual(0.4);
  });

  it.each(kept.map((example) => [example.name, example] as const))(
    "GW-70 F159 kept case: %s",
    async (_, example) => {
      expect(await differenceIn(example, genuine, newTally())).toBeNull();
    },
  );
});
