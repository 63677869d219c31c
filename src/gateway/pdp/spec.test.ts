import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const ID = /\bPDP-\d\d\b/g;
const here = new URL("./", import.meta.url);

function rulesInTitles(): ReadonlySet<string> {
  const files = readdirSync(here, { recursive: true, encoding: "utf8" }).filter((file) =>
    /\.(e2e\.)?test\.ts$/.test(file),
  );
  const titles = files.flatMap((file) => {
    const text = readFileSync(new URL(file, here), "utf8");
    return [...text.matchAll(/\b(?:it|it\.each\([\s\S]*?\))\(\s*["`]([^"`]+)["`]/g)].map(
      (match) => match[1] ?? "",
    );
  });
  return new Set(titles.flatMap((title) => title.match(ID) ?? []));
}

describe("SPEC.md of the decision API", () => {
  const text = readFileSync(new URL("SPEC.md", here), "utf8");
  const written = new Set([...text.matchAll(/\*\*(PDP-\d\d)\*\*/g)].map((match) => match[1] ?? ""));

  it("has a test for every rule", () => {
    const tested = rulesInTitles();
    expect([...written].filter((id) => !tested.has(id))).toEqual([]);
  });

  it("has every rule that a test names", () => {
    expect([...rulesInTitles()].filter((id) => !written.has(id))).toEqual([]);
  });
});
