import { expect, test } from "vitest";
import { applyJsonPatch } from "./json-patch.ts";
import { parseJson, stringifyJson } from "./json.ts";

const patch = (document: unknown, operations: unknown): unknown => {
  const patched = applyJsonPatch(parseJson(JSON.stringify(document)), parseJson(JSON.stringify(operations)));
  return patched.ok ? JSON.parse(stringifyJson(patched.value)) : patched.error;
};

// Appendix A of RFC 6902, and what section 4 says must fail.
test.each([
  [
    "A.1 adds a member",
    { foo: "bar" },
    [{ op: "add", path: "/baz", value: "qux" }],
    { foo: "bar", baz: "qux" },
  ],
  [
    "A.2 adds an item",
    { foo: ["a", "b"] },
    [{ op: "add", path: "/foo/1", value: "q" }],
    { foo: ["a", "q", "b"] },
  ],
  ["A.3 removes a member", { baz: 1, foo: 2 }, [{ op: "remove", path: "/baz" }], { foo: 2 }],
  ["A.4 removes an item", { foo: ["a", "b", "c"] }, [{ op: "remove", path: "/foo/1" }], { foo: ["a", "c"] }],
  ["A.5 replaces a value", { baz: 1 }, [{ op: "replace", path: "/baz", value: 2 }], { baz: 2 }],
  [
    "A.6 moves a value",
    { a: { b: 1 }, c: {} },
    [{ op: "move", from: "/a/b", path: "/c/d" }],
    { a: {}, c: { d: 1 } },
  ],
  [
    "A.7 moves an item",
    { foo: [1, 2, 3] },
    [{ op: "move", from: "/foo/0", path: "/foo/2" }],
    { foo: [2, 3, 1] },
  ],
  [
    "A.8 goes on when a test holds",
    { a: [1, { b: 1.0 }] },
    [{ op: "test", path: "/a/1", value: { b: 1 } }],
    { a: [1, { b: 1 }] },
  ],
  ["A.9 fails when a test does not hold", { a: 1 }, [{ op: "test", path: "/a", value: 2 }], "failed"],
  ["A.12 fails on a parent that is not there", { a: 1 }, [{ op: "add", path: "/b/c", value: 2 }], "failed"],
  [
    "A.14 reads escaped names",
    { "/": 1, "~1": 2 },
    [{ op: "test", path: "/~01", value: 2 }],
    { "/": 1, "~1": 2 },
  ],
  ["A.16 adds a list at the end", { a: [1] }, [{ op: "add", path: "/a/-", value: [2] }], { a: [1, [2]] }],
  ["copies a value", { a: 1 }, [{ op: "copy", from: "/a", path: "/b" }], { a: 1, b: 1 }],
  ["replaces the whole", { a: 1 }, [{ op: "replace", path: "", value: 2 }], 2],
  ["fails to replace what is not there", { a: 1 }, [{ op: "replace", path: "/b", value: 2 }], "failed"],
  ["fails to remove what is not there", { a: 1 }, [{ op: "remove", path: "/b" }], "failed"],
  ["fails beyond the end of a list", { a: [1] }, [{ op: "add", path: "/a/2", value: 2 }], "failed"],
  ["fails on a place with a leading zero", { a: [1, 2] }, [{ op: "remove", path: "/a/01" }], "failed"],
  [
    "fails to move a value into itself",
    { a: { b: 1 } },
    [{ op: "move", from: "/a", path: "/a/b" }],
    "failed",
  ],
  [
    "does nothing of it when one operation fails",
    { a: 1 },
    [
      { op: "remove", path: "/a" },
      { op: "remove", path: "/a" },
    ],
    "failed",
  ],
  ["refuses an unknown operation", {}, [{ op: "merge", path: "/a" }], "malformed"],
  ["refuses a value that is not said", {}, [{ op: "add", path: "/a" }], "malformed"],
  ["refuses a pointer that is none", {}, [{ op: "remove", path: "a" }], "malformed"],
  ["refuses what is not a list", {}, { op: "remove", path: "/a" }, "malformed"],
])("F170 JSON Patch %s", (_, document, operations, expected) => {
  expect(patch(document, operations)).toEqual(expected);
});

test("F170 JSON Patch fails when copies of copies outgrow what a patch may add", () => {
  const copies = Array.from({ length: 40 }, () => ({ op: "copy", from: "/a", path: "/a/-" }));
  expect(applyJsonPatch({ a: [] }, copies)).toEqual({ ok: false, error: "failed" });
});

test("F170 JSON Patch fails when copies of a long text outgrow what a patch may add", () => {
  const copies = Array.from({ length: 500 }, () => ({ op: "copy", from: "/a", path: "/b/-" }));
  expect(applyJsonPatch({ a: "a".repeat(1_000), b: [] }, copies)).toEqual({ ok: false, error: "failed" });
});

test("F170 JSON Patch copies what stays within what a patch may add", () => {
  const copies = Array.from({ length: 10 }, () => ({ op: "copy", from: "/a", path: "/a/-" }));
  expect(applyJsonPatch({ a: [] }, copies).ok).toBe(true);
});

test("F170 JSON Patch fails when it has more operations than one patch may", () => {
  const tests = (length: number) => Array.from({ length }, () => ({ op: "test", path: "/a", value: true }));
  expect(applyJsonPatch({ a: true }, tests(1_000)).ok).toBe(true);
  expect(applyJsonPatch({ a: true }, tests(1_001))).toEqual({ ok: false, error: "failed" });
});
