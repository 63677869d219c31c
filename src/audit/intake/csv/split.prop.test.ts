import fc from "fast-check";
import { expect, it } from "vitest";
import { createCsvSplitter } from "./split.ts";

const numRuns = Number(process.env["FUZZ_RUNS"] ?? 300);
const line = fc.string({ unit: fc.constantFrom('"', "a", ",", " "), maxLength: 8 });

it("INT-35 loses no line, doubles none and keeps their order, whatever the quotes", () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
      const splitter = createCsvSplitter();
      const records = [...lines.flatMap((text) => splitter.push(text)), ...splitter.end()];
      const covered = records.flatMap(({ text, line: first }) =>
        text.split("\n").map((part, index) => [first + index, part] as const),
      );
      const expected = lines.map((text, index) => [index + 1, text] as const);
      const kept = new Map(covered);
      expect(kept.size).toBe(covered.length);
      expect(covered.map(([at]) => at)).toEqual(covered.map(([at]) => at).toSorted((a, b) => a - b));
      for (const [at, text] of expected)
        if (text.trim() !== "" || kept.has(at)) expect(kept.get(at)).toBe(text);
    }),
    { numRuns },
  );
});
