import { describe, expect, it } from "vitest";
import { summaryLines } from "./minimize-output.ts";

const nothing = { recordsIn: 0, recordsOut: 0, released: [], withheld: {}, unmapped: {} };

describe("what minimize tells its operator", () => {
  it("counts one of a thing in the singular", () => {
    const one = {
      recordsIn: 1,
      recordsOut: 1,
      released: ["patient.name"],
      withheld: {},
      unmapped: { text: 1 },
    };
    expect(summaryLines(one)).toEqual([
      "1 record in, 1 out; 1 element came out, 0 held back, 1 path without an element",
    ]);
  });

  it("says what it can mean that nothing came out", () => {
    expect(summaryLines({ ...nothing, recordsIn: 2 })).toEqual([
      "2 records in, 0 out; 0 elements came out, 0 held back, 0 paths without an element",
      "nothing came out: the policy shows none of it here, or these are no FHIR resources",
    ]);
  });

  it("says nothing of the kind about an empty file", () => {
    expect(summaryLines(nothing)).toHaveLength(1);
  });
});
