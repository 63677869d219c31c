import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const ID = /\bBAK-\d+\b/g;
const titled = new Set(
  ["backup", "server"].flatMap((folder) =>
    readdirSync(join(import.meta.dirname, "..", folder), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.(?:test|contract)\.ts$/.test(file))
      .flatMap(
        (file) =>
          readFileSync(join(import.meta.dirname, "..", folder, file), "utf8").match(
            /["'`][^"'`\n]*BAK-\d+[^"'`]*/g,
          ) ?? [],
      )
      .flatMap((title) => title.match(ID) ?? []),
  ),
);
const specified = new Set(readFileSync(join(import.meta.dirname, "SPEC.md"), "utf8").match(ID));

it("has a test for every rule of SPEC.md, and a rule for every id in a title", () => {
  expect(specified.size).toBeGreaterThan(10);
  expect([...specified].filter((id) => !titled.has(id))).toEqual([]);
  expect([...titled].filter((id) => !specified.has(id))).toEqual([]);
});
