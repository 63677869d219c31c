import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const folder = import.meta.dirname;
const ID = /DEC-[A-Z]+-\d+/gu;

/** Titles of tests: text in the call of `it`, `test` or `it.each(…)`. */
function idsInTitles(): ReadonlySet<string> {
  const files = readdirSync(folder, { encoding: "utf8", recursive: true }).filter(
    (name) => name.endsWith(".test.ts") && name !== "spec.test.ts",
  );
  const texts = files.map((name) => readFileSync(join(folder, name), "utf8"));
  return new Set(texts.flatMap((text) => text.match(ID) ?? []));
}

function idsInSpec(): readonly string[] {
  const text = readFileSync(join(folder, "SPEC.md"), "utf8");
  return [...text.matchAll(/^\| (DEC-[A-Z]+-\d+) \|/gmu)].map((match) => match[1] ?? "");
}

it("every rule of SPEC.md stands in the title of a test", () => {
  const titles = idsInTitles();
  expect(idsInSpec().filter((id) => !titles.has(id))).toEqual([]);
});

it("every rule id in a test stands in SPEC.md, once", () => {
  const spec = idsInSpec();
  expect(new Set(spec).size).toBe(spec.length);
  expect([...idsInTitles()].filter((id) => !spec.includes(id))).toEqual([]);
});
