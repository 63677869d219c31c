import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const HERE = new URL("./", import.meta.url);

function idsIn(text: string): Set<string> {
  return new Set(text.match(/PRJ-\d+/g) ?? []);
}

/** The titles of tests in this folder, contract included. */
function titles(): string {
  const files = readdirSync(HERE, { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".test.ts") || name.includes("contract"),
  );
  const calls = files.flatMap(
    (name) => readFileSync(new URL(name, HERE), "utf8").match(/["'`](?:F\d{3} )*PRJ-\d+ [^\n]*/g) ?? [],
  );
  expect(files.length).toBeGreaterThan(5);
  return calls.join("\n");
}

test("every rule of SPEC.md stands in the title of a test, and every rule a title names is in SPEC.md", () => {
  const rules = [...readFileSync(new URL("SPEC.md", HERE), "utf8").matchAll(/^\| (PRJ-\d+) \|/gm)].map(
    ([, id = ""]) => id,
  );
  expect([...idsIn(titles())].toSorted()).toEqual([...new Set(rules)].toSorted());
});
