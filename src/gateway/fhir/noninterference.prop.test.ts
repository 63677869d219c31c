import { describe, expect, it } from "vitest";
import { differenceIn } from "./testing/comparison.ts";
import { comparisonOf, keptCases } from "./testing/kept-cases.ts";
import { genuine } from "./testing/opened.ts";
import { newTally } from "./testing/tally.ts";

describe("kept cases of non-interference", () => {
  it.each(keptCases().map((one) => [one.name, one] as const))("GW-70 F159 %s", async (_, one) => {
    expect(await differenceIn(comparisonOf(one), genuine, newTally())).toBeNull();
  });
});
