/** The contract of FhirProjection: every implementation passes all of it, or states here why a rule does not bind it. */
import { describe, expect, test } from "vitest";
import type { Transform } from "../../catalogue/transforms.ts";
import type { Catalogue } from "../../catalogue/types.ts";
import { parseJsonObject, stringifyJson } from "../../kernel/json.ts";
import { describeTransforms } from "./contract-transforms.ts";
import { testCatalogue, testContext, viewOf, wholeView } from "./catalogue.ts";
import type { FhirProjection } from "../types.ts";

function sibling(url: string): string {
  return `{"id":"S1","extension":[{"url":"${url}","valueDateTime":"1990-01-02T03:04:05Z"}]}`;
}

function patient(...identifiers: string[]): string {
  return `{"resourceType":"Patient","identifier":[${identifiers.join(",")}]}`;
}

function observation(...categories: string[]): string {
  const concepts = categories.map((code) => `{"coding":[{"code":"${code}"}]}`);
  return (
    `{"resourceType":"Observation","id":"1","category":[${concepts.join(",")}],` +
    '"code":{"text":"C"},"subject":{"reference":"Patient/1"},"issued":"2026-01-01T00:00:00Z"}'
  );
}

/** Runs the contract on one implementation. */
export function describeFhirProjection(name: string, create: (catalogue: Catalogue) => FhirProjection): void {
  const catalogue = testCatalogue();
  const projection = create(catalogue);

  const whole = (text: string): string | null => {
    const { resource } = projection.project(parseJsonObject(text), wholeView(catalogue), testContext);
    return resource === null ? null : stringifyJson(resource);
  };
  const given = (text: string, view: Readonly<Record<string, Transform>>): string | null => {
    const { resource } = projection.project(parseJsonObject(text), viewOf(catalogue, view), testContext);
    return resource === null ? null : stringifyJson(resource);
  };
  const account = (text: string, view: Readonly<Record<string, Transform>>) => {
    const projected = projection.project(parseJsonObject(text), viewOf(catalogue, view), testContext);
    const ids = (indexes: ReadonlySet<number>) =>
      [...indexes].map((index) => catalogue.elements[index]?.id ?? "").toSorted();
    return {
      released: ids(projected.released),
      withheld: ids(projected.withheld),
      unmapped: [...projected.unmapped].toSorted(),
    };
  };

  describe(`${name}: allow-list`, () => {
    test("F160 PRJ-01 a member that no element covers does not come out, and its path is named", () => {
      const text =
        '{"resourceType":"Patient","id":"1","gender":"male","maritalStatus":{"text":"x"},"madeUp":1}';
      expect(whole(text)).toBe('{"resourceType":"Patient","id":"1","gender":"male"}');
      expect(account(text, { "patient.sex": "keep" }).unmapped).toEqual([
        "Patient.madeUp",
        "Patient.maritalStatus",
      ]);
    });

    test("F160 PRJ-01 an unmapped member is never named by something that could be data", () => {
      const text = '{"resourceType":"Patient","999-12-3456":1,"gender":"male"}';
      expect(account(text, { "patient.sex": "keep" }).unmapped).toEqual(["Patient.?"]);
    });

    test.each([
      ["text", '"text":{"status":"generated","div":"<div>SECRET</div>"}'],
      ["contained", '"contained":[{"resourceType":"Patient","id":"p"}]'],
      ["meta", '"meta":{"lastUpdated":"2026-01-01T00:00:00Z","tag":[{"code":"SECRET"}]}'],
      ["implicitRules", '"implicitRules":"http://SECRET"'],
      ["language", '"language":"en"'],
      ["an unknown extension", '"extension":[{"url":"http://unknown","valueString":"SECRET"}]'],
      ["a modifier extension", '"modifierExtension":[{"url":"http://unknown","valueString":"SECRET"}]'],
    ])("F160 PRJ-02 %s never comes out of a resource", (_, member) => {
      expect(whole(`{"resourceType":"Patient",${member},"gender":"male"}`)).toBe(
        '{"resourceType":"Patient","gender":"male"}',
      );
    });

    test("F160 PRJ-03 what is kept is kept strictly: copies, ids and extensions inside do not come along", () => {
      const text =
        '{"resourceType":"Patient","name":[{"id":"S1","family":"F","extension":[{"url":"u","valueString":"S2"}]}],' +
        '"generalPractitioner":[{"reference":"Practitioner/1","display":"S3","identifier":{"value":"S4"}}]}';
      expect(whole(text)).toBe(
        '{"resourceType":"Patient","name":[{"family":"F"}],"generalPractitioner":[{"reference":"Practitioner/1"}]}',
      );
    });

    test.each([
      ["a list for a single value", '"gender":["male"]'],
      ["a single value for a list", '"name":{"family":"F"}'],
      ["an object for a primitive", '"gender":{"family":"F"}'],
      ["a text for an object", '"name":["F"]'],
      ["a list in a list", '"name":[[{"family":"F"}]]'],
      ["null", '"gender":null'],
    ])("F160 PRJ-04 %s does not come out", (_, member) => {
      expect(whole(`{"resourceType":"Patient","id":"1",${member}}`)).toBe(
        '{"resourceType":"Patient","id":"1"}',
      );
    });

    test("F160 PRJ-05 the sibling of a primitive comes out only where a path names its extension", () => {
      const known = "http://hl7.org/fhir/StructureDefinition/patient-birthTime";
      const text = `{"resourceType":"Patient","_birthDate":${sibling(known)},"gender":"male","_gender":${sibling("u")}}`;
      expect(given(text, { "patient.birth-time": "keep", "patient.sex": "keep" })).toBe(
        `{"resourceType":"Patient","_birthDate":${sibling(known).replace('"id":"S1",', "")},"gender":"male"}`,
      );
    });

    test("F160 PRJ-06 null keeps no place where the other list of a pair is gone", () => {
      const text =
        '{"resourceType":"Patient","name":[{"given":[null,"A",null],"_given":[{"id":"S"},null,{"id":"S"}]}]}';
      expect(whole(text)).toBe('{"resourceType":"Patient","name":[{"given":["A"]}]}');
    });

    test("F160 PRJ-07 an extension comes out with its url, and not at all without its value", () => {
      const url = "http://hl7.org/fhir/StructureDefinition/patient-birthPlace";
      const text = (value: string): string =>
        `{"resourceType":"Patient","id":"1","extension":[{"url":"${url}",${value}}]}`;
      expect(whole(text('"valueAddress":{"city":"B"}'))).toBe(text('"valueAddress":{"city":"B"}'));
      expect(whole(text('"extension":[{"url":"u","valueString":"S"}]'))).toBe(
        '{"resourceType":"Patient","id":"1"}',
      );
    });

    test("F160 PRJ-08 a reference to a contained resource does not come out, by Reference, canonical or patient link", () => {
      expect(
        whole(
          '{"resourceType":"Patient","id":"1","generalPractitioner":[{"reference":"#p","type":"Practitioner"}]}',
        ),
      ).toBe('{"resourceType":"Patient","id":"1"}');
      expect(whole('{"resourceType":"Questionnaire","id":"1","derivedFrom":["#q"]}')).toBe(
        '{"resourceType":"Questionnaire","id":"1"}',
      );
      expect(whole('{"resourceType":"Encounter","id":"1","subject":{"reference":"#p"}}')).toBe(
        '{"resourceType":"Encounter","id":"1"}',
      );
    });

    test("F160 PRJ-09 members keep their order and numbers their literal", () => {
      const text =
        '{"id":"1","resourceType":"Claim","total":{"currency":"USD","value":1.00},' +
        '"item":[{"sequence":12345678901234567890,"quantity":{"value":1e2}}]}';
      expect(whole(text)).toBe(text);
    });

    test("F160 PRJ-10 a `__proto__` member is one that nothing covers", () => {
      expect(whole('{"resourceType":"Patient","__proto__":{"gender":"female"},"gender":"male"}')).toBe(
        '{"resourceType":"Patient","gender":"male"}',
      );
    });

    test("F160 PRJ-11 the input is left as it was", () => {
      const text =
        '{"resourceType":"Patient","id":"1","text":{"div":"x"},"name":[{"given":["A",null],"family":"F"}]}';
      const resource = parseJsonObject(text);
      projection.project(resource, viewOf(catalogue, { "patient.name": "mask" }), testContext);
      expect(stringifyJson(resource)).toBe(text);
    });

    test.each([
      '{"id":"1"}',
      '{"resourceType":"Nonsense","gender":"male"}',
      '{"resourceType":["Patient"],"gender":"male"}',
      '{"resourceType":"Basic","code":{"text":"x"}}',
    ])("F160 PRJ-12 %s, of no type that the catalogue covers, is not there", (text) => {
      expect(whole(text)).toBeNull();
    });
  });

  describe(`${name}: ownership`, () => {
    const ssn = '{"system":"http://hl7.org/fhir/sid/us-ssn","value":"S"}';
    const mrn = '{"type":{"coding":[{"code":"MR"}]},"value":"M"}';
    const both = '{"type":{"coding":[{"code":"MR"}]},"system":"http://hl7.org/fhir/sid/us-ssn","value":"B"}';
    const other = '{"value":"O"}';
    test("F008 PRJ-20 each item of a list belongs to the variant whose test holds, else to the plain element", () => {
      const text = patient(ssn, mrn, other);
      expect(given(text, { "patient.mrn": "keep" })).toBe(patient(mrn));
      expect(given(text, { "patient.other-ids": "keep" })).toBe(patient(other));
    });

    test("F008 PRJ-21 an item of several variants is shown only as far as each of them allows", () => {
      expect(given(patient(both), { "patient.mrn": "keep" })).toBe('{"resourceType":"Patient"}');
      expect(given(patient(both), { "patient.mrn": "keep", "patient.ssn": "tokenize" })).toBe(
        patient('{"system":"https://modicum.dev/fhir/NamingSystem/token","value":"token-3-1"}'),
      );
      expect(given(patient(both), { "patient.mrn": "keep", "patient.ssn": "keep" })).toBe(patient(both));
    });

    test("F008 PRJ-22 a member with an element of its own follows that element, whatever happens around it", () => {
      const text =
        '{"resourceType":"Patient","contact":[{"name":{"family":"S"},"gender":"male"}],"address":[{"city":"S","postalCode":"02139"}]}';
      expect(given(text, { "patient.contact-gender": "keep", "patient.zip": "keep" })).toBe(
        '{"resourceType":"Patient","contact":[{"gender":"male"}],"address":[{"postalCode":"02139"}]}',
      );
      expect(given(text, { "patient.contacts": "keep", "patient.address": "keep" })).toBe(
        '{"resourceType":"Patient","contact":[{"name":{"family":"S"}}],"address":[{"city":"S"}]}',
      );
    });

    test("F008 PRJ-23 a resource belongs to its own variants; the view of another variant does not show that it exists", () => {
      expect(given(observation("vital-signs"), { "observation.laboratory": "keep" })).toBeNull();
      expect(given(observation("survey"), { "observation.laboratory": "keep" })).toBeNull();
      expect(given(observation("laboratory"), { "observation.laboratory": "keep" })).toContain('"code"');
    });

    test("F008 PRJ-23 a resource of two variants shows what both own, as far as both allow", () => {
      const text = observation("laboratory", "vital-signs");
      expect(given(text, { "observation.laboratory": "keep" })).toBeNull();
      const seen = given(text, { "observation.laboratory": "keep", "observation.vital-signs": "keep" });
      expect(seen).toContain('"code"');
      expect(seen).not.toContain("issued");
    });

    test("F008 PRJ-24 type, id and patient link come with every visible record, and a record is visible by one element of its type", () => {
      const text =
        '{"resourceType":"Encounter","id":"1","subject":{"reference":"Patient/1","display":"S"},"reasonCode":[{"text":"S"}]}';
      const skeleton = '{"resourceType":"Encounter","id":"1","subject":{"reference":"Patient/1"}}';
      expect(given(text, { "encounter.dates": "keep" })).toBe(skeleton);
      expect(given(text, { "patient.name": "keep" })).toBeNull();
      expect(given(text, {})).toBeNull();
    });

    test("F008 PRJ-25 the account says which elements came out and of which something was held back", () => {
      const text =
        `{"resourceType":"Patient","identifier":[${ssn},${mrn}],"gender":"male",` +
        '"birthDate":"1990-01-02","text":{"div":"x"}}';
      expect(account(text, { "patient.mrn": "keep", "patient.birth-date": "generalize:year" })).toEqual({
        released: ["patient.birth-date", "patient.mrn"],
        withheld: ["patient.birth-date", "patient.sex", "patient.ssn"],
        unmapped: ["Patient.text"],
      });
    });
  });

  describeTransforms(name, given);
}
