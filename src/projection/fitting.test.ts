import { expect, test } from "vitest";
import { fits } from "../catalogue/fitting.ts";
import { mappedTypes } from "../catalogue/mapped-types.ts";
import { shippedCatalogue } from "../catalogue/testing/shipped.ts";
import { codeOf } from "../catalogue/transforms.ts";
import type { Transform } from "../catalogue/transforms.ts";
import { objectProjection } from "./object-projection.ts";
import { maximalResource } from "./testing/maximal.ts";

const catalogue = shippedCatalogue();
const projection = objectProjection(catalogue);
const context = { now: Date.UTC(2026, 4, 4), tokenize: () => "token", zip3: new Set<string>() };
const FORMS: readonly Transform[] = ["generalize:year", "generalize:age-band", "generalize:zip3", "tokenize"];

/** Elements of which something came out of a resource that has a value at every member, by form. */
function shownAs(form: Transform): ReadonlySet<number> {
  const shown = new Set<number>();
  for (const type of mappedTypes(catalogue)) {
    const { resource } = maximalResource(type, []);
    for (const element of catalogue.elementsOfType(type)) {
      const view = new Uint8Array(catalogue.elements.length);
      view[element] = codeOf(form);
      if (projection.project(resource, view, context).released.has(element)) shown.add(element);
    }
  }
  return shown;
}

test.each(FORMS)("PRJ-42 what comes out as %s is said to fit it, by brute force", (form) => {
  const shown = [...shownAs(form)];
  expect(shown.length).toBeGreaterThan(0);
  expect(shown.filter((element) => !fits(catalogue, element, codeOf(form)))).toEqual([]);
});

test("PRJ-42 what is said not to fit is never shown, and there is much of it", () => {
  for (const form of FORMS) {
    const shown = shownAs(form);
    const without = catalogue.elements.filter(({ index }) => !fits(catalogue, index, codeOf(form)));
    expect(without.length).toBeGreaterThan(0);
    expect(without.filter(({ index }) => shown.has(index))).toEqual([]);
  }
});

test.each<[string, Transform, boolean]>([
  ["patient.birth-date", "generalize:year", true],
  ["patient.birth-date", "generalize:age-band", true],
  ["patient.birth-date", "generalize:zip3", false],
  ["patient.birth-date", "tokenize", false],
  ["patient.sex", "generalize:year", false],
  ["patient.name", "tokenize", true],
  ["patient.name", "mask", true],
  ["patient.name", "count", true],
])("PRJ-42 %s as %s: %s", (id, form, expected) => {
  expect(fits(catalogue, catalogue.byId(id)?.index ?? -1, codeOf(form))).toBe(expected);
});
