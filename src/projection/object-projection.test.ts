import { expect, test } from "vitest";
import { parseJsonObject, stringifyJson } from "../kernel/json.ts";
import { describeFhirProjection } from "./testing/contract.ts";
import { objectProjection } from "./object-projection.ts";
import { testCatalogue, testContext, viewOf } from "./testing/catalogue.ts";

describeFhirProjection("object projection", objectProjection);

test("F008 PRJ-40 tokenize shows nothing where there is no tokenizer", () => {
  const catalogue = testCatalogue();
  const { resource } = objectProjection(catalogue).project(
    parseJsonObject('{"resourceType":"Patient","id":"1","identifier":[{"value":"S"}],"gender":"male"}'),
    viewOf(catalogue, { "patient.other-ids": "tokenize", "patient.sex": "tokenize" }),
    { ...testContext, tokenize: null },
  );
  expect(resource && stringifyJson(resource)).toBe('{"resourceType":"Patient","id":"1"}');
});

test("PRJ-01 a view shorter than the catalogue withholds what it does not reach", () => {
  const catalogue = testCatalogue();
  const { resource } = objectProjection(catalogue).project(
    parseJsonObject('{"resourceType":"Patient","name":[{"family":"F"}],"birthDate":"1990-01-02"}'),
    viewOf(catalogue, { "patient.name": "keep", "patient.birth-date": "keep" }).slice(0, 1),
    testContext,
  );
  expect(resource && stringifyJson(resource)).toBe('{"resourceType":"Patient","name":[{"family":"F"}]}');
});
