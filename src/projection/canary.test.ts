import { describe, expect, test } from "vitest";
import { resourceTypes } from "../catalogue/fhir-r4/definitions.ts";
import { shippedCatalogue } from "../catalogue/testing/shipped.ts";
import { codeOf, TRANSFORMS } from "../catalogue/transforms.ts";
import type { TransformVector } from "../catalogue/transforms.ts";
import { isJsonObject, newJsonObject, stringifyJson } from "../kernel/json.ts";
import type { JsonObject, JsonValue } from "../kernel/json.ts";
import { objectProjection } from "./object-projection.ts";
import { testContext } from "./testing/catalogue.ts";
import { maximalResource, survivors } from "./testing/maximal.ts";
import { naiveKeptLeaves } from "./testing/naive.ts";
import { reachOf } from "./testing/path-reach.ts";
import { realDataAbsent, realResources, SKIPPED } from "./testing/real-resources.ts";

const catalogue = shippedCatalogue();
const projection = objectProjection(catalogue);
const reaches = catalogue.elements.map(reachOf);
const knownUrls = [
  ...new Set(
    catalogue.elements.flatMap(({ fhir }) =>
      fhir.flatMap((path) =>
        [...path.matchAll(/\.extension\[url=(http[^\]]+)\]/g)].map(([, url = ""]) => url),
      ),
    ),
  ),
];
/** Type, id and the link to the patient come with every visible record. */
const STRUCTURAL =
  /^[A-Z]\w*\.(?:id|(?:patient|subject|beneficiary|for|individual|actor|candidate|deliverTo)\.(?:reference|type))$/;
/** Never, since no shipped element names them: members of the resource, element ids, and modifiers anywhere. */
const NEVER =
  /^[A-Z]\w*\.(?:meta|text|contained|implicitRules|language)(?:\.|$)|\.modifierExtension\.|\..*\.id$/;

function give(...indexes: readonly number[]): TransformVector {
  const view = new Uint8Array(catalogue.elements.length);
  for (const index of indexes) view[index] = codeOf("keep");
  return view;
}

function seen(resource: JsonObject, view: TransformVector): string {
  const { resource: shown } = projection.project(resource, view, testContext);
  return shown === null ? "" : stringifyJson(shown);
}

describe.each([...resourceTypes()].toSorted())(
  "canaries in a %s with a value at every member",
  { timeout: 60_000 },
  (type) => {
    const maximal = maximalResource(type, knownUrls);
    const elements = catalogue.elementsOfType(type);

    test("F160 PRJ-01 none comes out where nothing is given", () => {
      expect(seen(maximal.resource, give())).toBe("");
    });

    test("F160 PRJ-01 what one element gives lies on its own paths", () => {
      for (const index of elements) {
        const strays = survivors(seen(maximal.resource, give(index)), maximal).filter(
          (path) => !STRUCTURAL.test(path) && !reaches[index]?.some((reach) => reach.test(path)),
        );
        expect(strays, catalogue.elements[index]?.id).toEqual([]);
      }
    });

    test("F160 PRJ-02 what all elements together give lies on the path of some element", () => {
      const strays = survivors(seen(maximal.resource, give(...elements)), maximal).filter(
        (path) =>
          NEVER.test(path) ||
          !(
            STRUCTURAL.test(path) ||
            elements.some((index) => reaches[index]?.some((reach) => reach.test(path)))
          ),
      );
      expect(strays).toEqual([]);
    });

    test("F160 PRJ-32 no canary comes out where everything is masked", () => {
      const masked = new Uint8Array(catalogue.elements.length).fill(codeOf("mask"));
      const strays = survivors(seen(maximal.resource, masked), maximal).filter(
        (path) => !STRUCTURAL.test(path),
      );
      expect(strays).toEqual([]);
    });

    test("F160 PRJ-42 no canary comes out whole of any transform but keep", () => {
      for (const transform of TRANSFORMS.filter((one) => one !== "keep" && one !== "generalize:zip3")) {
        const view = new Uint8Array(catalogue.elements.length).fill(codeOf(transform));
        const strays = survivors(seen(maximal.resource, view), maximal).filter(
          (path) => !STRUCTURAL.test(path),
        );
        expect(strays, transform).toEqual([]);
      }
    });
  },
);

/** What four jobs see, in outline: wide, narrow, clinical and financial. */
const VIEWS: Readonly<Record<string, readonly string[]>> = {
  "front desk": [
    "patient.name",
    "patient.mrn",
    "patient.birth-date",
    "patient.address",
    "patient.telecom",
    "coverage.*",
    "encounter.dates",
  ],
  biller: [
    "patient.name",
    "patient.birth-date",
    "coverage.*",
    "claim.*",
    "eob.*",
    "encounter.*",
    "condition.code",
    "procedure.code",
  ],
  provider: [
    "patient.*",
    "condition.*",
    "observation.*",
    "medication.*",
    "allergy.*",
    "procedure.*",
    "encounter.*",
    "care-plan.*",
  ],
  technician: ["patient.mrn", "medication.code"],
};

describe.skipIf(realDataAbsent).each(Object.entries(VIEWS))(
  `canaries in real resources, as a %s sees them${SKIPPED}`,
  { timeout: 60_000 },
  (_, patterns) => {
    const view = give(...patterns.flatMap((pattern) => catalogue.select(pattern) ?? []));
    const resources = realDataAbsent ? [] : realResources();

    test("F160 PRJ-02 two resources that differ in what is withheld alone look the same, and no canary comes out", () => {
      let planted = 0;
      for (const resource of resources) {
        const kept = keptPlaces(resource, view);
        const other = withCanaries(resource, [], kept) as JsonObject;
        planted += stringifyJson(other).split("CANARY").length - 1;
        const shown = seen(other, view);
        expect(shown).not.toContain("CANARY");
        expect(shown).toBe(seen(resource, view));
      }
      expect(planted).toBeGreaterThan(20_000);
    });

    test("F008 PRJ-30 what is given comes out unchanged", () => {
      let compared = 0;
      for (const resource of resources) {
        const shown = seen(resource, view);
        if (shown === "") continue;
        for (const place of keptPlaces(resource, view)) {
          const value = valueAt(resource, JSON.parse(place) as (string | number)[]);
          expect(shown).toContain(stringifyJson(value));
          compared++;
        }
      }
      expect(compared).toBeGreaterThan(100);
    });
  },
);

function keptPlaces(resource: JsonObject, view: TransformVector): ReadonlySet<string> {
  return new Set(naiveKeptLeaves(catalogue, resource, view).map((at) => JSON.stringify(at)));
}

/** What a discriminator may read stays: with another value, the item would be another element's. */
const READ_BY_DISCRIMINATORS: ReadonlySet<unknown> = new Set([
  "resourceType",
  "system",
  "code",
  "url",
  "use",
  "reference",
]);

/** A copy whose texts at other places than the kept ones are canaries. */
function withCanaries(
  value: JsonValue,
  at: readonly (string | number)[],
  kept: ReadonlySet<string>,
): JsonValue {
  if (Array.isArray(value)) return value.map((item: JsonValue, i) => withCanaries(item, [...at, i], kept));
  if (isJsonObject(value)) {
    const copy = newJsonObject();
    for (const [key, item] of Object.entries(value))
      copy[key] = withCanaries(item as JsonValue, [...at, key], kept);
    return copy;
  }
  const stays =
    typeof value !== "string" || READ_BY_DISCRIMINATORS.has(at.at(-1)) || kept.has(JSON.stringify(at));
  return stays ? value : `CANARY ${value.length}`;
}

function valueAt(resource: JsonObject, at: readonly (string | number)[]): JsonValue {
  return at.reduce<JsonValue>(
    (value, step) => (value as Record<string | number, JsonValue>)[step] ?? null,
    resource,
  );
}
