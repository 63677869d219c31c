import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { codeOf } from "../../catalogue/transforms.ts";
import { testCatalogue, viewOf, wholeView } from "../testing/catalogue.ts";
import { comparisonWithReference } from "./testing/compare.ts";
import { scannersOf } from "./testing/scanners.ts";

/** Texts that a scanner could stumble over; `shown` is what comes out, `hidden` or `doubt`. */
interface Pitfall {
  readonly name: string;
  readonly text: string;
  /** Elements of the small catalogue; without it all of them. */
  readonly given?: readonly string[];
  readonly shown: string;
  readonly mayDoubt?: boolean;
}

const catalogue = testCatalogue();
const compare = comparisonWithReference(catalogue);
const pitfalls = JSON.parse(
  readFileSync(new URL("testing/pitfalls.json", import.meta.url), "utf8"),
) as readonly Pitfall[];
const NESTED = [
  ["a list", "[", "]"],
  ["an object", '{"a":', "}"],
] as const;

describe.each(scannersOf(catalogue))("the $name scanner", ({ scanner, views }) => {
  function outcome(text: string, vector: Uint8Array): string {
    const projected = scanner.project(Buffer.from(text), views.of(vector));
    if (projected === null) return "doubt";
    return projected.json === null ? "hidden" : Buffer.from(projected.json).toString();
  }

  test.each(pitfalls)("F169 PRJ-100 $name", ({ text, given, shown, mayDoubt }) => {
    const keep = Object.fromEntries((given ?? []).map((id) => [id, "keep" as const]));
    const vector = given === undefined ? wholeView(catalogue) : viewOf(catalogue, keep);
    expect(mayDoubt === true ? [shown, "doubt"] : [shown]).toContain(outcome(text, vector));
    expect(compare(scanner, Buffer.from(text), views.of(vector)).kind).not.toBe("different");
  });

  test.each(NESTED)(
    "F169 PRJ-100 as deep as the strict reader goes, and no deeper, in %s",
    (_, open, close) => {
      const text = (depth: number): string =>
        `{"resourceType":"Patient","madeUp":${open.repeat(depth)}1${close.repeat(depth)},"gender":"male"}`;
      const shown = '{"resourceType":"Patient","gender":"male"}';
      expect(outcome(text(99), wholeView(catalogue))).toBe(shown);
      expect(outcome(text(100), wholeView(catalogue))).toBe("doubt");
    },
  );

  test("F169 PRJ-100 shows nothing whole that another transform acts on, and is in no doubt where there is nothing of it", () => {
    const vector = wholeView(catalogue);
    const sex = catalogue.byId("patient.sex")?.index ?? 0;
    vector[sex] = codeOf("mask");
    expect(outcome('{"resourceType":"Patient","gender":"male"}', vector)).not.toContain("male");
    expect(outcome('{"resourceType":"Patient","id":"1"}', vector)).toBe(
      '{"resourceType":"Patient","id":"1"}',
    );
  });

  test("F169 PRJ-100 invalid UTF-8 is in doubt wherever it stands", () => {
    const before = Buffer.from('{"resourceType":"Patient","madeUp":"');
    const behind = Buffer.from('","gender":"male"}');
    for (const bytes of [[0x80], [0xc0, 0xaf], [0xe2, 0x82], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80]]) {
      const text = Buffer.concat([before, Buffer.from(bytes), behind]);
      expect(scanner.project(text, views.of(wholeView(catalogue)))).toBeNull();
    }
  });
});
