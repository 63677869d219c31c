import { describe, expect, it } from "vitest";
import { brieflyWhy, type ComparedElement, differs, firstName, plainValue, told } from "./comparison.ts";

const element = (id: string, shownOn: readonly number[]): ComparedElement => ({
  element: id,
  title: id,
  sensitivity: "low",
  heldBy: 1,
  samples: [],
  sights: shownOn.map((count, at) => ({
    person: `p${at}`,
    transform: count > 0 ? "keep" : "drop",
    shownOn: count,
    values: [],
    rules: [],
    withheld: null,
  })),
});

describe("one chart through different eyes", () => {
  it("F008 puts first what divides the people, and apart what is kept from all", () => {
    const { shown, kept } = told([element("none", [0, 0]), element("all", [1, 1]), element("some", [1, 0])]);
    expect([shown.map((one) => one.element), kept.map((one) => one.element)]).toEqual([
      ["some", "all"],
      ["none"],
    ]);
  });

  it("takes the same element in another form for a difference", () => {
    const [first, second] = element("e", [1, 1]).sights;
    if (first === undefined || second === undefined) throw new Error("two sights");
    const coarser = { ...element("e", []), sights: [first, { ...second, transform: "generalize:year" }] };
    expect([differs(coarser), differs(element("e", [1, 1]))]).toEqual([true, false]);
  });

  it("says values as people write them", () => {
    expect(plainValue("2023-10-25; 2023-10-27T11:00:00-04:00; true")).toBe(
      "2023-10-25; 2023-10-27 11:00; yes",
    );
    expect(plainValue("not true; false")).toBe("not true; no");
  });

  it("F013 says why something is withheld in few words, else in the server's", () => {
    const why = { title: "no policy is in force", rule: null, detail: "", next: "" };
    expect(brieflyWhy({ ...why, code: "element_never" })).toBe("the purpose may never give it");
    expect(brieflyWhy({ ...why, code: "policy_missing" })).toBe("no policy is in force");
  });

  it("calls somebody by the first name", () => {
    expect(firstName("Fran Front-Desk")).toBe("Fran");
  });
});
