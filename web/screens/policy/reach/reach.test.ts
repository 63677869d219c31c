import { describe, expect, it } from "vitest";
import { dotsOf, type RoleReach, toldCount, toldShare } from "./reach.ts";

const role = (id: string, patients: number, people = 1): RoleReach => ({
  role: id,
  title: id,
  people,
  patients,
  share: patients / 250,
  greatest: patients / 250,
  median: patients / 250,
  purposes: [],
});

describe("the dots of the reach plot", () => {
  it("F049 stand by falling reach, each with its percent of all patients", () => {
    const dots = dotsOf([role("nurse", 125), role("biller", 250)]);
    expect(dots.map(({ title, percent }) => [title, percent])).toEqual([
      ["biller", 100],
      ["nurse", 50],
    ]);
  });

  it("F049 have none for a role that reaches nobody", () => {
    expect(dotsOf([role("security-guard", 0)])).toMatchObject([
      { standing: "none", percent: null, patients: 0 },
    ]);
  });

  it("UX suppress counts of one to ten patients", () => {
    const dots = dotsOf([role("a", 1), role("b", 10), role("c", 11)]);
    expect(dots.map(({ standing }) => standing)).toEqual(["counted", "suppressed", "suppressed"]);
    expect(dots.map(({ patients }) => patients)).toEqual([11, null, null]);
  });

  it("leave out roles that nobody holds", () => {
    expect(dotsOf([role("a", 20, 0)])).toEqual([]);
  });
});

describe("a count of patients", () => {
  it.each([
    [0, "none"],
    [1, "1 to 10"],
    [10, "1 to 10"],
    [1249, "1,249"],
  ])("%i is told as %s", (patients, told) => {
    expect(toldCount(patients)).toBe(told);
  });

  it("UX is not told by its share either when it is small", () => {
    expect(toldShare(3, 0.012)).toBe("suppressed");
  });
});
