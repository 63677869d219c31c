import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compactCodes, compactDefinitions, compactSearchParameters, generatedText } from "./compact.ts";
import { readSource } from "./source.ts";

function committed(name: string): string {
  return readFileSync(new URL(`./generated/${name}`, import.meta.url), "utf8");
}

describe("generated definitions", () => {
  const source = readSource();

  it("F005 definitions.json is what the generator writes, byte for byte", () => {
    expect(generatedText(compactDefinitions(source))).toBe(committed("definitions.json"));
  });

  it("F161 search-parameters.json is what the generator writes, byte for byte", () => {
    expect(generatedText(compactSearchParameters(source))).toBe(committed("search-parameters.json"));
  });

  it("F004 codes.json is what the generator writes, byte for byte", () => {
    expect(generatedText(compactCodes(source))).toBe(committed("codes.json"));
  });
});
