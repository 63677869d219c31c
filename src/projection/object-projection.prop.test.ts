import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shippedCatalogue } from "../catalogue/testing/shipped.ts";
import { codeOf } from "../catalogue/transforms.ts";
import type { Transform, TransformVector } from "../catalogue/transforms.ts";
import type { Catalogue } from "../catalogue/types.ts";
import { parseJson, stringifyJson } from "../kernel/json.ts";
import type { JsonObject } from "../kernel/json.ts";
import { objectProjection } from "./object-projection.ts";
import { testCatalogue, testContext } from "./testing/catalogue.ts";
import { arbitraryResource } from "./testing/arbitrary-resource.ts";
import { naiveProject } from "./testing/naive.ts";
import { realDataAbsent, realResources, SKIPPED } from "./testing/real-resources.ts";

const numRuns = Number(process.env["FUZZ_RUNS"] ?? 200);
const CHAIN: readonly Transform[] = ["drop", "mask", "generalize:year", "keep"];

/** Views over the transforms that form a chain, most of them mixed. */
function arbitraryView(catalogue: Catalogue): fc.Arbitrary<TransformVector> {
  const code = fc.constantFrom(...CHAIN.map(codeOf), codeOf("keep"));
  return fc
    .array(code, { minLength: catalogue.elements.length, maxLength: catalogue.elements.length })
    .map((codes) => Uint8Array.from(codes));
}

/** The order of an `extension` list is free, so the two projectors are compared without it. */
function comparable(text: string): unknown {
  return JSON.parse(text, (key, value: unknown) =>
    key === "extension" && Array.isArray(value)
      ? value.map((item) => JSON.stringify(item)).toSorted((a, b) => (a < b ? -1 : 1))
      : value,
  );
}

function agree(catalogue: Catalogue, resource: JsonObject, view: TransformVector): void {
  const { resource: seen } = objectProjection(catalogue).project(resource, view, testContext);
  const naive = naiveProject(catalogue, resource, view, testContext.now);
  const expected = naive === null ? null : comparable(JSON.stringify(naive, numbersAsText));
  expect(seen === null ? null : comparable(JSON.stringify(seen, numbersAsText))).toEqual(expected);
}

function numbersAsText(_: string, value: unknown): unknown {
  return value !== null &&
    typeof value === "object" &&
    "text" in value &&
    Object.keys(value).length === 1 &&
    !("url" in value)
    ? value.text
    : value;
}

describe("the naive projector agrees", { timeout: 60_000 }, () => {
  test("F008 PRJ-03 PRJ-20 PRJ-21 PRJ-22 on made-up resources, well-formed and not", () => {
    const catalogue = testCatalogue();
    fc.assert(
      fc.property(arbitraryResource(), arbitraryView(catalogue), (resource, view) =>
        agree(catalogue, resource, view),
      ),
      { numRuns: numRuns * 4 },
    );
  });

  test.skipIf(realDataAbsent)(
    `F008 F160 PRJ-03 on real resources and the shipped catalogue${SKIPPED}`,
    () => {
      const catalogue = shippedCatalogue();
      const resources = realResources(3);
      fc.assert(
        fc.property(fc.nat(resources.length - 1), arbitraryView(catalogue), (index, view) =>
          agree(catalogue, resources[index] as JsonObject, view),
        ),
        { numRuns },
      );
    },
  );
});

describe("laws", { timeout: 60_000 }, () => {
  const catalogue = testCatalogue();
  const projection = objectProjection(catalogue);
  const keepOrDrop = arbitraryView(catalogue).map((view) =>
    view.map((code) => (code === codeOf("keep") ? code : 0)),
  );

  test("F008 PRJ-26 projecting what came out shows nothing that had not come out", () => {
    fc.assert(
      fc.property(arbitraryResource(), keepOrDrop, (resource, view) => {
        const once = projection.project(resource, view, testContext).resource;
        const twice = once === null ? null : projection.project(once, view, testContext).resource;
        expect(leavesOf(once)).toEqual(expect.arrayContaining(leavesOf(twice)));
      }),
      { numRuns },
    );
  });

  test("F008 PRJ-27 giving more never shows less", () => {
    fc.assert(
      fc.property(
        arbitraryResource(),
        keepOrDrop,
        fc.nat(catalogue.elements.length - 1),
        (resource, view, more) => {
          const wider = view.with(more, codeOf("keep"));
          const before = projection.project(resource, view, testContext).resource;
          const after = projection.project(resource, wider, testContext).resource;
          for (const leaf of leavesOf(before)) expect(leavesOf(after)).toContain(leaf);
        },
      ),
      { numRuns },
    );
  });
});

/** Members and values, without their positions in lists. */
function leavesOf(resource: JsonObject | null): string[] {
  if (resource === null) return [];
  const leaves: string[] = [];
  JSON.parse(stringifyJson(resource), function reviver(this: unknown, key, value: unknown) {
    if (typeof value !== "object") leaves.push(`${key}=${JSON.stringify(value)}`);
    return value;
  });
  return leaves;
}

test("PRJ-09 what is parsed, projected whole and written keeps every literal", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^-?(0|[1-9]\d{0,30})(\.\d{1,20})?([eE][+-]?\d{1,3})?$/), (literal) => {
      const text = `{"resourceType":"Claim","total":{"value":${literal}}}`;
      const { resource } = objectProjection(testCatalogue()).project(
        parseJson(text) as JsonObject,
        wholeView,
        testContext,
      );
      expect(resource && stringifyJson(resource)).toBe(text);
    }),
    { numRuns: 50 },
  );
});

const wholeView = new Uint8Array(testCatalogue().elements.length).fill(codeOf("keep"));
