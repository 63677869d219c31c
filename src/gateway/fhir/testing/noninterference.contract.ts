import { describe, expect, it } from "vitest";
import { differenceIn } from "./comparison.ts";
import { kindsToCover, uncovered } from "./coverage.ts";
import { comparisonOf } from "./kept-cases.ts";
import { minimal } from "./minimal.ts";
import { genuine } from "./opened.ts";
import { firstSeed, requestsWanted } from "./runs.ts";
import { ANY_SCENARIO, scenarioOf, sweepOf } from "./scenarios.ts";
import { practiceSetting } from "./setting.ts";
import { newTally } from "./tally.ts";
import { RECORD_TYPES } from "./worlds.ts";

/** Requests of one part in CI, each asked of two worlds. */
const REQUESTS = 32_000;
/** Fewer than these do not come to every kind of question. */
const ENOUGH = 15_000;

const PEOPLE_SWEEPING = ["nina", "pat"];

/** Non-interference in the practice, by seeds of this part's own. */
export function specifyPractice(part: number): void {
  describe(`non-interference, part ${part}`, () => {
    const tally = newTally();
    const wanted = requestsWanted(REQUESTS);

    it.each(PEOPLE_SWEEPING)(
      "GW-70 F159 every search parameter of every type tells %s nothing of what is hidden",
      async (person) => {
        const scenario = sweepOf(firstSeed(`sweep ${part}`), person);
        expect(await differenceIn(comparisonOf(scenario), genuine, tally)).toBeNull();
      },
    );

    it("GW-70 F159 F170 worlds that differ only in what the caller may not see answer identically, and keep what is hidden", async () => {
      for (let seed = firstSeed(`practice ${part}`); tally.answers < wanted; seed++) {
        const scenario = scenarioOf(seed, ANY_SCENARIO);
        const difference = await differenceIn(comparisonOf(scenario), genuine, tally);
        // Name what is found and add it to noninterference-cases.json.
        const found = difference === null ? null : await minimal(scenario, genuine);
        expect(JSON.stringify(found), `seed ${seed}: ${JSON.stringify(difference)}`).toBe("null");
      }
    }, 3_600_000);

    it.skipIf(wanted < ENOUGH)("GW-70 F159 at least 40 % of the compared answers are non-empty 200s", () => {
      expect(tally.nonEmpty / tally.answers).toBeGreaterThanOrEqual(0.4);
    });

    it.skipIf(wanted < ENOUGH)(
      "GW-70 F159 every interaction and type of parameter was answered, or denied by name",
      () => {
        const kinds = kindsToCover(practiceSetting.catalogue, ["Patient", ...RECORD_TYPES]);
        expect(uncovered(tally, kinds)).toEqual([]);
      },
    );
  });
}
