import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");
const RULE = /OPS-\d+/g;

it("every rule of the specification stands in a test title, and each in a title is specified", () => {
  const spec = readFileSync(join(import.meta.dirname, "SPEC.md"), "utf8");
  const specified = new Set([...spec.matchAll(/\*\*(OPS-\d+)\*\*/g)].map(([, id = ""]) => id));
  const listed = execFileSync(
    "git",
    ["ls-files", "--cached", "--others", "--exclude-standard", "src/**/*.test.ts", "test/**/*.test.ts"],
    { cwd: ROOT, encoding: "utf8" },
  );
  const proven = new Set(
    listed
      .split("\n")
      .filter((file) => file !== "" && !file.endsWith("server/spec.test.ts"))
      .flatMap((file) => readFileSync(join(ROOT, file), "utf8").match(RULE) ?? []),
  );
  expect(specified.size).toBeGreaterThan(10);
  expect([...proven].toSorted()).toEqual([...specified].toSorted());
});
