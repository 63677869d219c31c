import { describe, expect, it } from "vitest";
import { shownGroups } from "./shown-elements.ts";

const MATRIX = {
  transforms: ["drop", "keep", "mask"] as const,
  elements: [
    { id: "patient.name", title: "Name", group: "patient" },
    { id: "note.text", title: "Text", group: "note" },
    { id: "patient.ssn", title: "Social security number", group: "patient" },
  ],
};
const of = (cells: string) => shownGroups({ ...MATRIX, transforms: [...MATRIX.transforms] }, { cells });

describe("what a role sees of a segment", () => {
  it("F166 leaves out what is dropped, and the groups that nothing is left of", () => {
    expect(of("100").map(({ group }) => group)).toEqual(["patient"]);
    expect(of("000")).toEqual([]);
  });

  it("F166 gathers a group in the order of the catalogue, each element in its form", () => {
    expect(of("112")[0]?.elements.map(({ id, as }) => [id, as])).toEqual([
      ["patient.name", "keep"],
      ["patient.ssn", "mask"],
    ]);
  });
});
