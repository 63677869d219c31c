import { describe, expect, it } from "vitest";
import { POPULOUS_ZIP3 } from "./zip3.ts";

/** The 18 units of 20,000 people or fewer in the 2020 Census. */
const SMALL = "036 059 102 202 203 204 205 369 556 692 753 772 821 823 878 879 884 893".split(" ");

describe("three-digit ZIP units", () => {
  it("leaves out every unit of 20,000 people or fewer (45 CFR 164.514(b)(2)(i)(B))", () => {
    expect(SMALL.filter((zip3) => POPULOUS_ZIP3.has(zip3))).toEqual([]);
  });

  it("holds the others, and nothing that is no unit", () => {
    expect(POPULOUS_ZIP3.size).toBe(876);
    expect(POPULOUS_ZIP3.has("021")).toBe(true);
    expect(POPULOUS_ZIP3.has("000")).toBe(false);
  });
});
