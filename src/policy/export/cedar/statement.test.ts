import { describe, expect, test } from "vitest";
import {
  allOf,
  anyOf,
  commentLines,
  endingWith,
  forbid,
  isOneOf,
  isWithin,
  permit,
  quoted,
  render,
  setOf,
} from "./statement.ts";

describe("Cedar text", () => {
  test("F171 a name cannot end the string it stands in", () => {
    expect(quoted('a" || true || "')).toBe(String.raw`"a\" || true || \""`);
    expect(quoted("a\\")).toBe(String.raw`"a\\"`);
  });

  test("F171 a control character is escaped, so that no name breaks a line", () => {
    expect(quoted("a\nb\u202E")).toBe(String.raw`"a\u{a}b\u{202e}"`);
  });

  test("F171 a star in a code is no wildcard", () => {
    expect(endingWith("|A*")).toBe(String.raw`"*|A\*"`);
  });

  test("F171 a set is sorted and names each member once", () => {
    expect(setOf(["b", "a", "b"])).toBe('["a", "b"]');
  });

  test("F171 a long set has lines by group, so that one element more is a diff of one line", () => {
    const claim = ["claim.accident", "claim.dx-codes", "claim.header", "claim.insurance"];
    expect(setOf([...claim, "patient.name", "patient.sex"])).toBe(
      [
        "[",
        '    "claim.accident", "claim.dx-codes", "claim.header", "claim.insurance",',
        '    "patient.name", "patient.sex"',
        "  ]",
      ].join("\n"),
    );
  });

  test("F171 a long set without groups loses none of its members", () => {
    const names = Array.from({ length: 40 }, (_, n) => `name${n}`);
    expect(setOf(names).match(/"name\d+"/gu)).toHaveLength(40);
  });

  test("F171 being one of none is false, and being within none is being empty", () => {
    expect(isOneOf("context.act", [])).toBe("false");
    expect(isWithin("resource.segments", [])).toBe("resource.segments.isEmpty()");
  });

  test("F171 alternatives stand in brackets, so that what follows binds all of them", () => {
    expect(allOf([anyOf(["a", "b"]), "c"])).toBe("(a || b) && c");
    expect(anyOf([])).toBe("false");
  });

  test("F171 every line of an explanation is a comment", () => {
    expect(
      commentLines(["one", `${"word ".repeat(40)}end`])
        .split("\n")
        .filter((line) => !line.startsWith("// ")),
    ).toEqual([""]);
  });

  test("F171 a permit is scoped to its role, and a forbid to nobody", () => {
    expect(render(permit("role:r/p#1", "r", ["true"], []))).toBe(
      '@id("role:r/p#1")\npermit (principal in Role::"r", action == Action::"see", resource)\nwhen { true };\n',
    );
    expect(render(forbid("x", { unless: "principal.active" }))).toBe(
      '@id("x")\nforbid (principal, action == Action::"see", resource)\nunless { principal.active };\n',
    );
  });
});
