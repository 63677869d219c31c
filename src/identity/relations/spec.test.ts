import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { SOURCE_KINDS } from "./kinds/index.ts";

const ID = /\bREL-\d+\b/g;
const folder = join(import.meta.dirname, "..");
const spec = readFileSync(join(import.meta.dirname, "SPEC.md"), "utf8");
const specified = new Set(spec.match(ID));
const titled = new Set(
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts"))
    .flatMap((file) => readFileSync(join(folder, file), "utf8").match(/["'`](?:F\d+ )?REL-\d+[^"'`]*/g) ?? [])
    .flatMap((title) => title.match(ID) ?? []),
);

it("has a test for every rule of SPEC.md", () => {
  expect(specified.size).toBeGreaterThan(10);
  expect([...specified].filter((id) => !titled.has(id))).toEqual([]);
});

it("has a rule in SPEC.md for every id in a test title", () => {
  expect([...titled].filter((id) => !specified.has(id))).toEqual([]);
});

it("has a row in SPEC.md for every kind, and a kind for every row", () => {
  const rows = [...spec.matchAll(/^\| `([a-z-]+)` \|/gm)].map((row) => row[1]);
  expect(new Set(rows)).toEqual(new Set(Object.keys(SOURCE_KINDS)));
});
