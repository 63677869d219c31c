import { describe, expect, it } from "vitest";
import { parseElementPath } from "./element-path.ts";

const texts = (text: string): readonly string[] | string => {
  const parsed = parseElementPath(text);
  return parsed.ok ? parsed.value.map((path) => path.text) : parsed.error;
};

describe("parseElementPath", () => {
  it("P2 expands an alternation into one path each", () => {
    expect(texts("Claim.(type|item.net)")).toEqual(["Claim.type", "Claim.item.net"]);
  });

  it("P2 takes spaces beside a bar, so that a long alternation can go over lines", () => {
    expect(texts("Claim.(type | item.net)")).toEqual(["Claim.type", "Claim.item.net"]);
  });

  it("P2 expands two alternations into all combinations", () => {
    expect(texts("A.(b|c).(d|e)")).toEqual(["A.b.d", "A.b.e", "A.c.d", "A.c.e"]);
  });

  it("P2 leaves parentheses and bars inside a test alone", () => {
    expect(texts("A.b[system=http://x|y(z)].c")).toEqual(["A.b[system=http://x|y(z)].c"]);
  });

  it.each([
    "A.(b|c",
    "A.b)",
    "A.((b|c)|d)",
    "A..b",
    "A.",
    "",
    "A.b[",
    "A.b[x",
    "A.b[]",
    "A.b[system]",
    "A.b[system=]",
    "A.b[=x]",
    "A.b c",
    "A.b[s=x, y]",
  ])("P1 refuses `%s`", (text) => {
    expect(parseElementPath(text).ok).toBe(false);
  });

  it("P5 keeps `[*]` for the resource alone", () => {
    expect(texts("A[*].b")).toEqual(["A[*].b"]);
    expect(parseElementPath("A.b[*].c").ok).toBe(false);
  });
});
