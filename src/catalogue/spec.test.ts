import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const FOLDER = new URL("./", import.meta.url);

describe("SPEC.md", () => {
  const spec = readFileSync(new URL("SPEC.md", FOLDER), "utf8");
  const rules = new Set([...spec.matchAll(/^- \*\*([PTSRG]\d+)\*\*/gm)].map(([, id]) => id));
  const tests = readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".test.ts"),
  );
  const titles = tests.flatMap((name) =>
    [...readFileSync(new URL(name, FOLDER), "utf8").matchAll(/\(\s*"([^"\n]*)",\s/g)].map(
      ([, title]) => title ?? "",
    ),
  );
  const named = new Set(titles.flatMap((title) => title.match(/\b[PTSRG]\d{1,2}\b/g) ?? []));

  it("F005 each rule stands in the title of a test", () => {
    expect([...rules].filter((rule) => rule !== undefined && !named.has(rule))).toEqual([]);
  });

  it("F005 each rule a title names stands in the specification", () => {
    expect([...named].filter((rule) => !rules.has(rule))).toEqual([]);
  });
});
