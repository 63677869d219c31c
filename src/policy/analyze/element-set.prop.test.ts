import fc from "fast-check";
import { expect, test } from "vitest";
import { addCommon, emptySet, has, meets, setOfIndexes, setOfShown, sizeOfCommon } from "./element-set.ts";

const SIZE = 70;
const INDEXES = Array.from({ length: SIZE }, (_, index) => index);
const indexes = fc.uniqueArray(fc.nat({ max: SIZE - 1 }));

test("F171 a set of elements holds exactly the indexes it was made of, in every word", () => {
  fc.assert(
    fc.property(indexes, (some) => {
      const set = setOfIndexes(some, SIZE);
      expect(INDEXES.filter((index) => has(set, index))).toEqual(some.toSorted((a, b) => a - b));
    }),
  );
});

test("F171 the set of a vector holds exactly the elements that are not dropped", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: SIZE, maxLength: SIZE, max: 7 }), (vector) => {
      const set = setOfShown(vector);
      expect(INDEXES.filter((index) => has(set, index))).toEqual(INDEXES.filter((i) => vector[i] !== 0));
    }),
  );
});

test("F171 two sets meet, and add what they have in common, as lists of indexes do", () => {
  fc.assert(
    fc.property(indexes, indexes, indexes, (before, a, b) => {
      const both = a.filter((index) => b.includes(index));
      const [target, one, other] = [before, a, b].map((some) => setOfIndexes(some, SIZE));
      if (target === undefined || one === undefined || other === undefined) throw new Error("three sets");
      expect(meets(one, other)).toBe(both.length > 0);
      expect(sizeOfCommon(one, other)).toBe(both.length);
      addCommon(target, one, other);
      expect(target).toEqual(setOfIndexes([...before, ...both], SIZE));
    }),
  );
});

test("F171 an empty set holds nothing", () => {
  expect(INDEXES.some((index) => has(emptySet(SIZE), index))).toBe(false);
});
