import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const ID = /\bINV-\d+\b/g;
const root = join(import.meta.dirname, "../../..");
const folders = ["src", "test"];
const titled = new Set(folders.flatMap((folder) => idsInTitles(join(root, folder))));
const specified = new Set(readFileSync(join(import.meta.dirname, "SPEC.md"), "utf8").match(ID));

function idsInTitles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(test|contract)\.ts$/.test(file))
    .flatMap((file) => readFileSync(join(folder, file), "utf8").match(/["'`](INV-\d+[^"'`]*)/g) ?? [])
    .flatMap((title) => title.match(ID) ?? []);
}

it("has a test for every rule of SPEC.md", () => {
  expect(specified.size).toBeGreaterThan(5);
  expect([...specified].filter((id) => !titled.has(id))).toEqual([]);
});

it("has a rule in SPEC.md for every id in a test title", () => {
  expect([...titled].filter((id) => !specified.has(id))).toEqual([]);
});
