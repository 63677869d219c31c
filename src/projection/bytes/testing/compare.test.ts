import { expect, test } from "vitest";
import { shippedCatalogue } from "../../../catalogue/testing/shipped.ts";
import { KEEP } from "../../../catalogue/transforms.ts";
import type { ByteProjected, ByteScanner } from "../types.ts";
import { CaseMaker } from "./cases.ts";
import { comparisonWithReference } from "./compare.ts";
import { materialOf } from "./material.ts";
import { referenceScanner } from "./reference-scanner.ts";
import { vectorsOf } from "./vectors.ts";

const CASES = 400;
const catalogue = shippedCatalogue();
const maker = new CaseMaker(catalogue, materialOf(catalogue, 0), vectorsOf(catalogue));
const reference = referenceScanner(catalogue);

const compare = comparisonWithReference(catalogue);
const cases = Array.from({ length: CASES }, (_, seed) => maker.case(`alarm ${seed}`));

/** How many of the cases tell that the scanner is wrong. */
function found(scanner: ByteScanner): number {
  return cases.filter(
    ({ text, vector, span }) => compare(scanner, text, { vector }, span).kind === "different",
  ).length;
}

function faulty(fault: (right: ByteProjected) => ByteProjected): ByteScanner {
  return {
    ...reference,
    project: (text, view, span, context) => {
      const right = reference.project(text, view, span, context);
      return right === null ? null : fault(right);
    },
  };
}

function replaced(json: Uint8Array | null, find: RegExp, by: string): Uint8Array | null {
  return json === null ? null : Buffer.from(Buffer.from(json).toString().replace(find, by));
}

test("F169 PRJ-100 the comparison finds no fault with the reference itself", () => {
  expect(found(reference)).toBe(0);
});

test.each<[string, (right: ByteProjected) => ByteProjected]>([
  ["shows a record that is hidden", (right) => ({ ...right, json: right.json ?? Buffer.from("{}") })],
  ["hides a record that is shown", (right) => ({ ...right, json: null })],
  ["loses a member", (right) => ({ ...right, json: replaced(right.json, /,"[a-z]+":"[^"]*"/, "") })],
  ["writes a number otherwise", (right) => ({ ...right, json: replaced(right.json, /1\.00/, "1.0") })],
  ["leaves white space", (right) => ({ ...right, json: replaced(right.json, /,/, ", ") })],
  ["counts nothing as released", (right) => ({ ...right, released: new Set() })],
  ["counts nothing as withheld", (right) => ({ ...right, withheld: new Set() })],
  ["notes nothing as unmapped", (right) => ({ ...right, unmapped: new Set() })],
])("F169 PRJ-100 the comparison finds a scanner that %s", (_, fault) => {
  expect(found(faulty(fault))).toBeGreaterThan(2);
});

test("F169 PRJ-100 the comparison finds a scanner that takes the first of two members of one name", () => {
  const lenient: ByteScanner = {
    ...reference,
    project: (text, view, span) => {
      const whole = Buffer.from(span === undefined ? text : text.subarray(span.from, span.until)).toString();
      return reference.project(Buffer.from(whole.replace(/,"gender":"female"/, "")), view);
    },
  };
  const text = Buffer.from('{"resourceType":"Patient","gender":"male","gender":"female"}');
  const { kind } = compare(lenient, text, {
    vector: new Uint8Array(catalogue.elements.length).fill(KEEP),
  });
  expect(kind).toBe("different");
});

test("F169 PRJ-100 the comparison finds a scanner that reads on behind the end of a resource", () => {
  const greedy: ByteScanner = { ...reference, project: (text, view) => reference.project(text, view) };
  const text = Buffer.from('{"resourceType":"Patient","gender":"male"}');
  const { kind } = compare(
    greedy,
    text,
    { vector: new Uint8Array(catalogue.elements.length).fill(KEEP) },
    { from: 0, until: text.length - 1 },
  );
  expect(kind).toBe("different");
});
