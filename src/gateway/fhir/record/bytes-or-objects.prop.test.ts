import { describe, expect, it } from "vitest";
import { onTheWire } from "../testing/asking.ts";
import { bytesOf, differenceBetween } from "../testing/comparison.ts";
import { followUps } from "../testing/follow-ups.ts";
import type { KeptCase } from "../testing/kept-cases.ts";
import { keptCases } from "../testing/kept-cases.ts";
import { genuine } from "../testing/opened.ts";
import { firstSeed, requestsWanted } from "../testing/runs.ts";
import { ANY_SCENARIO, scenarioOf } from "../testing/scenarios.ts";
import { practiceSetting } from "../testing/setting.ts";
import { scanned, textSetting } from "../testing/text-upstream.ts";
import { read } from "../testing/worlds.ts";

/** Questions in CI, each asked of two gateways over one world. */
const QUESTIONS = 4_000;
const FOLLOWED = 4;
/** The views of the practice tokenize and mask much. */
const MOST_DOUBTS = 0.5;

/** Null where a gateway that reads bytes and one that reads objects answer the same, byte for byte. */
async function difference({ person, left, leftPast, askings }: KeptCase): Promise<unknown> {
  const world = { records: left.map(read), past: (leftPast ?? []).map(read) };
  const [objects, bytes] = [practiceSetting.open(world, genuine), textSetting.open(world, genuine)];
  for (const asking of askings) {
    const waiting = [asking];
    for (let asked = 0; asked < FOLLOWED; asked++) {
      const next = waiting.shift();
      if (next === undefined) break;
      const identity = practiceSetting.identity(next.as ?? person);
      const reference = await objects.answer(onTheWire(next, identity));
      const reply = await bytes.answer(onTheWire(next, identity));
      compared += 1;
      if (bytesOf(reference) !== bytesOf(reply))
        return differenceBetween(next, bytesOf(reference), bytesOf(reply));
      waiting.push(...followUps(next, reference));
    }
  }
  return null;
}

let compared = 0;

describe("a gateway that reads bytes", () => {
  it("F169 answers the cases that were kept as one that reads objects", async () => {
    const differences = [];
    for (const one of keptCases()) differences.push(await difference(one));
    expect(differences.filter((found) => found !== null)).toEqual([]);
  });

  it("GW-65 F169 answers every question as one that reads objects, byte for byte", async () => {
    const wanted = requestsWanted(QUESTIONS);
    compared = 0;
    for (let seed = firstSeed("bytes or objects"); compared < wanted; seed++)
      expect(await difference(scenarioOf(seed, ANY_SCENARIO)), `seed ${seed}`).toBeNull();
  }, 3_600_000);

  it("F169 is seldom in doubt but for what is transformed", () => {
    expect(scanned.projections).toBeGreaterThan(1_000);
    expect(scanned.doubts / scanned.projections).toBeLessThan(MOST_DOUBTS);
  });
});
