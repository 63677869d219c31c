import { describe, expect, it } from "vitest";
import { areaUnderCurve, spreadByChance } from "./rank-statistic.ts";

describe("the area under the curve", () => {
  it("is 1 when every value is larger, 0 when every one is smaller", () => {
    expect([areaUnderCurve([3, 4], [1, 2]), areaUnderCurve([1, 2], [3, 4])]).toEqual([1, 0]);
  });

  it("is one half for the same values", () => {
    expect(areaUnderCurve([1, 2, 2, 3], [1, 2, 2, 3])).toBe(0.5);
  });

  it("counts pairs: 3 of the 4 are larger", () => {
    expect(areaUnderCurve([2, 4], [1, 3])).toBe(0.75);
  });

  it("spreads as the Mann–Whitney statistic does", () => {
    expect(spreadByChance(300, 300)).toBeCloseTo(0.02359, 4);
  });
});
