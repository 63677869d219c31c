import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const ID = /\bAUD-\d+\b/g;
const source = join(import.meta.dirname, "..");
const titled = new Set(
  [
    "audit",
    "store",
    "gateway/log",
    "api/record",
    "../test/oracle",
    "../test/attacks",
    "../web/screens/record/verify",
  ].flatMap((folder) => idsInTitles(join(source, folder))),
);
const specified = new Set(readFileSync(join(import.meta.dirname, "SPEC.md"), "utf8").match(ID));

function idsInTitles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts"))
    .flatMap((file) => readFileSync(join(folder, file), "utf8").match(/["'`](AUD-\d+[^"'`]*)/g) ?? [])
    .flatMap((title) => title.match(ID) ?? []);
}

it("has a test for every rule of SPEC.md", () => {
  expect(specified.size).toBeGreaterThan(10);
  expect([...specified].filter((id) => !titled.has(id))).toEqual([]);
});

it("has a rule in SPEC.md for every id in a test title", () => {
  expect([...titled].filter((id) => !specified.has(id))).toEqual([]);
});
