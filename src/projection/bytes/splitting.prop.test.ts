import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shippedCatalogue } from "../../catalogue/testing/shipped.ts";
import { bundleOf } from "./testing/bundles.ts";
import { CaseMaker } from "./testing/cases.ts";
import { differenceInSplit } from "./testing/compare-split.ts";
import { materialOf } from "./testing/material.ts";
import { scannersOf } from "./testing/scanners.ts";
import { vectorsOf } from "./testing/vectors.ts";

const numRuns = Number(process.env["FUZZ_RUNS"] ?? 600);
const catalogue = shippedCatalogue();
const maker = new CaseMaker(catalogue, materialOf(catalogue, 1), vectorsOf(catalogue));

describe.each(scannersOf(catalogue))("the $name scanner", { timeout: 36_000_000 }, ({ scanner }) => {
  test("F169 PRJ-103 splits a Bundle where its resources stand, or is in doubt", () => {
    let split = 0;
    fc.assert(
      fc.property(fc.noShrink(fc.nat()), (seed) => {
        const text = bundleOf(maker, String(seed));
        expect(differenceInSplit(scanner, text), text.toString("base64")).toBeNull();
        if (scanner.split(text) !== null) split++;
      }),
      { numRuns },
    );
    expect(split).toBeGreaterThan(numRuns * 0.05);
  });

  test("F169 PRJ-103 splits a Bundle as servers write it", () => {
    const text = Buffer.from(
      '{"resourceType":"Bundle","type":"searchset","total":1,"link":[{"relation":"next","url":"http://a?b=c"}],' +
        '"entry":[{"fullUrl":"http://a/Patient/1","resource":{"resourceType":"Patient","id":"1"},"search":{"mode":"match"}},' +
        '{"resource": {"resourceType":"Basic"}}]}',
    );
    const spans = scanner.split(text);
    expect(spans?.type).toBe("searchset");
    expect(spans?.links).toEqual([{ relation: "next", url: "http://a?b=c" }]);
    expect(
      spans?.entries.map(({ from, until, mode }) => [text.subarray(from, until).toString(), mode]),
    ).toEqual([
      ['{"resourceType":"Patient","id":"1"}', "match"],
      ['{"resourceType":"Basic"}', null],
    ]);
  });

  test.each([
    ["a type that comes twice", '{"resourceType":"Bundle","type":"searchset","type":"history","entry":[]}'],
    [
      "a resource that comes twice",
      '{"resourceType":"Bundle","type":"history","entry":[{"resource":{},"resource":{}}]}',
    ],
    ["an escaped name", '{"resourceType":"Bundle","type":"history","entr\\u0079":[]}'],
    ["no type", '{"resourceType":"Bundle","entry":[]}'],
    ["something behind it", '{"resourceType":"Bundle","type":"history","entry":[]}{}'],
    ["an entry that is no object", '{"resourceType":"Bundle","type":"history","entry":[1]}'],
    ["another type of resource", '{"resourceType":"Patient","type":"history","entry":[]}'],
  ])("F169 PRJ-103 is in doubt of a Bundle with %s", (_, text) => {
    expect(scanner.split(Buffer.from(text))).toBeNull();
  });
});
