import * as fc from "fast-check";
import { expect, test } from "vitest";
import { shippedCatalogue } from "../../../catalogue/testing/shipped.ts";
import { codeOf } from "../../../catalogue/transforms.ts";
import type { Transform } from "../../../catalogue/transforms.ts";
import { comparisonWithReference } from "../testing/compare.ts";
import { materialOf } from "../testing/material.ts";
import { rolesOf } from "../testing/roles.ts";
import { scannersOf } from "../testing/scanners.ts";
import { vectorsOf } from "../testing/vectors.ts";

const numRuns = Number(process.env["FUZZ_RUNS"] ?? 2_500);
const catalogue = shippedCatalogue();
const compare = comparisonWithReference(catalogue);
const vectors = vectorsOf(catalogue, await rolesOf());
/** Everything, in years or tokens. */
const transformed = ["generalize:year", "tokenize"].map((transform) =>
  new Uint8Array(catalogue.elements.length).fill(codeOf(transform as Transform)),
);
const halfTransformed = Uint8Array.from(catalogue.elements, ({ index }) =>
  codeOf((["keep", "generalize:year", "tokenize", "keep", "drop"] as const)[index % 5] ?? "drop"),
);
const views = [...transformed, halfTransformed, ...vectors.wide, ...vectors.mixed].slice(0, 14);
const texts = materialOf(catalogue, 1).real.filter(({ length }) => length < 4_096);
const wasm = scannersOf(catalogue).filter(({ name }) => name === "wasm");

/** Values that decide something somewhere, or end or interrupt a value. */
const VALUES = [
  "",
  "#p",
  "#",
  "x",
  "MR",
  "SS",
  "laboratory",
  "vital-signs",
  "http://hl7.org/fhir/sid/us-ssn",
  "old",
  "é",
  '\\"',
  "\\u0041",
  "\\n",
  "\u0001",
  '","id":"',
  "a".repeat(70),
  "Patient/1",
  "urn:oid:2.16.840.1.113883.4.1",
  "1990",
  "1990-01-02",
  "1990x",
  "1901-05",
];
const NUMBERS = ["0", "-1", "1.50", "01", "1.", "-", "1e5", "12345678901234567890", "tr"];

/** The same text with the contents of one of its values replaced. */
function withValue(text: Buffer, pick: number, value: string, number: string): Buffer {
  const source = text.toString();
  const places = [...source.matchAll(/:"((?:[^"\\]|\\.)*)"|:(-?\d[\d.]*)/g)];
  const place = places[pick % Math.max(1, places.length)];
  if (place === undefined) return text;
  const replaced = place[2] === undefined ? `:"${value}"` : `:${number}`;
  return Buffer.from(source.slice(0, place.index) + replaced + source.slice(place.index + place[0].length));
}

test.each(wasm)(
  "F169 PRJ-91 PRJ-92 a text of a shape that was seen comes out as the reference shows it",
  ({ scanner, views: own }) => {
    let shown = 0;
    fc.assert(
      fc.property(
        fc.nat(),
        fc.nat(),
        fc.nat(),
        fc.constantFrom(...VALUES),
        fc.constantFrom(...NUMBERS),
        (textAt, viewAt, pick, value, number) => {
          const text = texts[textAt % texts.length] as Buffer;
          const view = own.of(views[viewAt % views.length] ?? new Uint8Array());
          // The first time the shape is remembered, the second time it is met again.
          for (const one of [text, withValue(text, pick, value, number), text]) {
            const comparison = compare(scanner, one, view);
            const why =
              comparison.kind === "different" ? `${comparison.why} ${one.toString("base64")}` : null;
            expect(why).toBeNull();
            if (comparison.kind === "shown") shown++;
          }
        },
      ),
      { numRuns },
    );
    expect(shown).toBeGreaterThan(numRuns);
  },
);

test.each(wasm)("F169 PRJ-92 a value that a test reads is part of the shape", ({ scanner, views: own }) => {
  const vector = new Uint8Array(catalogue.elements.length);
  for (const id of ["patient.mrn", "patient.sex"]) vector[catalogue.byId(id)?.index ?? 0] = 7;
  const view = own.of(vector);
  const project = (code: string): string => {
    const text = `{"resourceType":"Patient","identifier":[{"type":{"coding":[{"code":"${code}"}]},"value":"V"}],"gender":"male"}`;
    return Buffer.from(scanner.project(Buffer.from(text), view)?.json ?? []).toString();
  };
  expect(project("MR")).toContain('"V"');
  expect(project("SS")).not.toContain('"V"');
  expect(project("MR")).toContain('"V"');
});
