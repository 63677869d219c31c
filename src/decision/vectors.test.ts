import { describe, expect, it } from "vitest";
import { codeOf, KEEP } from "../catalogue/transforms.ts";
import type { Transform } from "../catalogue/transforms.ts";
import { isEmpty, JoinSet, lower, uniform } from "./vectors.ts";

const of = (...transforms: readonly Transform[]) => Uint8Array.from(transforms, codeOf);

function joined(...vectors: readonly Uint8Array[]): JoinSet {
  const set = new JoinSet(vectors[0]?.length ?? 0);
  for (const vector of vectors) set.add(vector);
  return set;
}

describe("vectors", () => {
  it("lowers each element to what the limit leaves", () => {
    const target = of("keep", "keep", "generalize:year", "mask");
    lower(target, of("mask", "drop", "generalize:zip3", "keep"));
    expect(target).toEqual(of("mask", "drop", "mask", "mask"));
  });

  it("drops what a limit that is too short does not reach", () => {
    const target = of("keep", "keep");
    lower(target, of("keep"));
    expect(target).toEqual(of("keep", "drop"));
  });

  it.each([
    [["generalize:year", "generalize:zip3", "keep"], "keep"],
    [["generalize:year", "generalize:zip3"], "mask"],
    [["generalize:year", "generalize:zip3", "generalize:year"], "mask"],
    [["tokenize", "mask"], "drop"],
    [["tokenize", "drop"], "tokenize"],
    [["mask", "generalize:year"], "generalize:year"],
  ] as const)("DEC-JOIN-2 the join of %j is %s in every order", (transforms, expected) => {
    const vectors = transforms.map((transform) => of(transform));
    expect(joined(...vectors).join()).toEqual(of(expected));
    expect(joined(...vectors.toReversed()).join()).toEqual(of(expected));
  });

  it("the upper bound is no less than the join of any subset", () => {
    expect(joined(of("generalize:year"), of("generalize:zip3")).upperBound()).toEqual(of("keep"));
  });

  it("is empty when every element is dropped", () => {
    expect([isEmpty(of("drop", "drop")), isEmpty(of("drop", "mask")), isEmpty(of())]).toEqual([
      true,
      false,
      true,
    ]);
    expect(uniform(2, KEEP)).toEqual(of("keep", "keep"));
  });
});
