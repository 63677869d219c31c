import { describe, expect, it } from "vitest";
import { differenceIn } from "../../src/gateway/fhir/testing/comparison.ts";
import { genuine } from "../../src/gateway/fhir/testing/opened.ts";
import { firstSeed, requestsWanted } from "../../src/gateway/fhir/testing/runs.ts";
import { addTally, newTally } from "../../src/gateway/fhir/testing/tally.ts";
import { roleScenario } from "./role-scenarios.ts";
import { shippedSetting } from "./shipped-setting.ts";

/** Requests of one session in CI; a session that is given nothing is asked less, since all it gets is the same denial. */
const REQUESTS = 1_100;
const WHERE_NOTHING_IS_GIVEN = 150;
const QUESTIONS = 500;

/** Every role with every purpose it can declare, each `share`-th of them from `part` on. */
export async function specifyRoles(part: number, share: number): Promise<void> {
  const shipped = await shippedSetting();
  const people = [...shipped.sessions.keys()].filter((_, at) => at % share === part);

  describe(`non-interference under the shipped policy, part ${part + 1} of ${share}`, () => {
    const tally = newTally();

    it.each(people)("GW-70 F159 two worlds alike to the %s answer identically", async (person) => {
      const own = newTally();
      const wanted = shipped.givenTypes(person) < 2 ? WHERE_NOTHING_IS_GIVEN : REQUESTS;
      for (let seed = firstSeed(person); own.answers < requestsWanted(wanted); seed++) {
        const comparison = roleScenario(shipped, person, seed, Math.min(QUESTIONS, requestsWanted(wanted)));
        expect(await differenceIn(comparison, genuine, own), `seed ${seed}`).toBeNull();
      }
      addTally(tally, own);
    });

    it.skipIf(requestsWanted(REQUESTS) < REQUESTS)(
      "GW-70 F159 at least 40 % of the compared answers are non-empty 200s",
      () => {
        expect(tally.nonEmpty / tally.answers).toBeGreaterThanOrEqual(0.4);
      },
    );
  });
}
