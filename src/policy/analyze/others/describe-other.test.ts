import { expect, test } from "vitest";
import { describeOther } from "./describe-other.ts";

const PLACE = { kind: "purpose", id: "billing", field: "disclose.to", bearing: "opens" } as const;

test.each([
  [[], ["a", "b"], "gained a, b"],
  [["a"], [], "lost a"],
  [["a"], ["b"], "from [a] to [b]"],
])("POL-711 %j and %j are told as %s", (was, is, said) => {
  expect(describeOther({ ...PLACE, was, is })).toBe(`opens purpose billing disclose.to: ${said}`);
});

test("POL-711 a long list is counted, and prose left out", () => {
  const is = Array.from({ length: 14 }, (_, n) => `e${n}`);
  expect(describeOther({ ...PLACE, was: [], is })).toMatch(/e11, and 2 more$/);
  expect(describeOther({ ...PLACE, was: [], is: ["x".repeat(121), "why\nnot"] })).toMatch(/gained …, …$/);
  expect(describeOther({ ...PLACE, bearing: "wording", was: ["one"], is: ["two"] })).toBe(
    "wording purpose billing disclose.to",
  );
});
