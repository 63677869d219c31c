import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const FOLDER = import.meta.dirname;

function idsIn(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.flatMap((text) => text.match(/POL-\d{3}/g) ?? []))].toSorted();
}

function read(pattern: RegExp): readonly string[] {
  return readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
    .filter((path) => pattern.test(path))
    .map((path) => readFileSync(join(FOLDER, path), "utf8"));
}

/** Titles of tests and of cases. */
function titles(): readonly string[] {
  const ofTests = read(/\.test\.ts$/).flatMap(
    (text) => text.match(/^ *test(\.each\(.*\))?\(\n? *"[^"\n]*"/gm) ?? [],
  );
  const ofCases = read(/^cases\/[^/]+\.yaml$/).flatMap((text) => text.match(/^title: .*$/m) ?? []);
  return [...ofTests, ...ofCases];
}

const rules = idsIn(readFileSync(join(FOLDER, "SPEC.md"), "utf8").match(/^\| POL-\d{3} /gm) ?? []);

test("every rule of SPEC.md stands in the title of a test or a case", () => {
  expect(rules.length).toBeGreaterThan(50);
  expect(rules.filter((id) => !idsIn(titles()).includes(id))).toEqual([]);
});

test("every rule that a test or a case cites stands in SPEC.md", () => {
  expect(idsIn(titles()).filter((id) => !rules.includes(id))).toEqual([]);
});

test("every rule that a diagnostic can cite stands in SPEC.md", () => {
  const cited = idsIn([readFileSync(join(FOLDER, "rules.ts"), "utf8")]);
  expect(cited.filter((id) => !rules.includes(id))).toEqual([]);
});
