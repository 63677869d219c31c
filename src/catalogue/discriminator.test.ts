import { describe, expect, it } from "vitest";
import { JsonNumber } from "../kernel/json.ts";
import type { JsonValue } from "../kernel/json.ts";
import { parseDiscriminators } from "./discriminator.ts";

const matches = (brackets: string, item: JsonValue): boolean => {
  const parsed = parseDiscriminators(brackets);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value.matches(item);
};

const coding = {
  type: {
    coding: [
      { system: "http://v2", code: "XX" },
      { system: "http://v2", code: "MR" },
    ],
  },
};

describe("parseDiscriminators", () => {
  it("P4 holds when one of the listed values is there", () => {
    expect(matches("[system=a,b]", { system: "b" })).toBe(true);
    expect(matches("[system=a,b]", { system: "c" })).toBe(false);
  });

  it("P4 reads every item of a list on the way", () => {
    expect(matches("[type.coding.code=MR]", coding)).toBe(true);
  });

  it("P4 compares system and code where the path ends at a coding", () => {
    expect(matches("[type.coding=http://v2|MR]", coding)).toBe(true);
    expect(matches("[type.coding=http://other|MR]", coding)).toBe(false);
  });

  it("P4 needs every one of several brackets", () => {
    expect(matches("[system=a][use=old]", { system: "a", use: "old" })).toBe(true);
    expect(matches("[system=a][use=old]", { system: "a", use: "usual" })).toBe(false);
  });

  it("P4 compares truth and numbers as they are written", () => {
    expect(matches("[active=true]", { active: true })).toBe(true);
    expect(matches("[rank=1]", { rank: new JsonNumber("1") })).toBe(true);
  });

  it.each([null, "a", true, [], {}] satisfies JsonValue[])("P4 never holds for %j", (item) => {
    expect(matches("[system=a]", item)).toBe(false);
  });

  it("P4 does not read inherited members", () => {
    expect(matches("[constructor.name=Object]", { a: "b" })).toBe(false);
  });
});
