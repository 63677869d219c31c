/** The part of the contract of FhirProjection that is about transforms. */
import { describe, expect, test } from "vitest";
import type { Transform } from "../../catalogue/transforms.ts";

type Given = (text: string, view: Readonly<Record<string, Transform>>) => string | null;

const MASKED =
  '{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"masked"}]}';
const BIRTH_PLACE = "http://hl7.org/fhir/StructureDefinition/patient-birthPlace";
const TOKEN = '"system":"https://modicum.dev/fhir/NamingSystem/token"';

function patient(members: string): string {
  return `{"resourceType":"Patient","id":"1"${members === "" ? "" : `,${members}`}}`;
}

function years(count: number): string {
  return `{"value":${count},"unit":"years","system":"http://unitsofmeasure.org","code":"a"}`;
}

function count(id: string, values: number): string {
  return (
    '"extension":[{"url":"https://modicum.dev/fhir/StructureDefinition/element-count","extension":' +
    `[{"url":"element","valueString":"${id}"},{"url":"count","valueUnsignedInt":${values}}]}]`
  );
}

function band(low: number, high: number | null): string {
  return (
    '"_birthDate":{"extension":[{"url":"https://modicum.dev/fhir/StructureDefinition/age-band","valueRange":' +
    `{"low":${years(low)}${high === null ? "" : `,"high":${years(high)}`}}}]}`
  );
}

/** `given` projects a resource under a view of the test catalogue. */
export function describeTransforms(name: string, given: Given): void {
  const seen = (members: string, view: Readonly<Record<string, Transform>>): string | null =>
    given(patient(members), view);

  describe(`${name}: transforms`, () => {
    test("F008 PRJ-30 keep shows all that the element covers, unchanged", () => {
      const members =
        '"name":[{"use":"official","family":"F","given":["A","B"],"period":{"start":"2001-02-03"}}]';
      expect(seen(members, { "patient.name": "keep" })).toBe(patient(members));
    });

    test("F008 PRJ-31 drop shows nothing, not even that there was a value", () => {
      expect(
        seen('"name":[{"family":"F"}],"gender":"male"', { "patient.name": "drop", "patient.sex": "keep" }),
      ).toBe(patient('"gender":"male"'));
    });

    test("F008 PRJ-32 mask leaves one marker for a member, whatever and however many its values", () => {
      const view: Readonly<Record<string, Transform>> = {
        "patient.name": "mask",
        "patient.birth-date": "mask",
      };
      const expected = patient(`"name":[${MASKED}],"_birthDate":${MASKED}`);
      expect(seen('"name":[{"family":"F"}],"birthDate":"1990-01-02"', view)).toBe(expected);
      expect(seen('"name":[{"family":"F"},{"given":["A","B"]}],"birthDate":"1953"', view)).toBe(expected);
    });

    test("F008 PRJ-32 mask leaves no marker where the element has no value", () => {
      expect(seen('"name":[{"extension":[{"url":"u","valueString":"S"}]}]', { "patient.name": "mask" })).toBe(
        patient(""),
      );
    });

    test("F008 PRJ-32 markers stand behind what is shown, so that their place tells nothing", () => {
      const view: Readonly<Record<string, Transform>> = {
        "patient.other-ids": "mask",
        "patient.mrn": "keep",
      };
      const mrn = '{"type":{"coding":[{"code":"MR"}]},"value":"M"}';
      const expected = patient(`"identifier":[${mrn},${MASKED}]`);
      expect(seen(`"identifier":[{"value":"A"},${mrn},{"value":"B"}]`, view)).toBe(expected);
      expect(seen(`"identifier":[${mrn},{"value":"A"}]`, view)).toBe(expected);
    });

    test("F008 PRJ-32 a masked extension keeps its url, which the policy names anyway", () => {
      expect(
        seen(`"extension":[{"url":"${BIRTH_PLACE}","valueAddress":{"city":"S"}}]`, {
          "patient.birth-place": "mask",
        }),
      ).toBe(patient(`"extension":[{"url":"${BIRTH_PLACE}",${MASKED.slice(1, -1)}}]`));
    });

    test("F008 PRJ-33 generalize:year leaves the year of every date below the element, and nothing else", () => {
      const view: Readonly<Record<string, Transform>> = {
        "encounter.history": "generalize:year",
        "encounter.dates": "generalize:year",
      };
      const text =
        '{"resourceType":"Encounter","statusHistory":[{"status":"finished","period":{"start":"2020-05-06T07:08:09Z","end":"2021-01"}}],' +
        '"period":{"start":"2019"}}';
      expect(given(text, view)).toBe(
        '{"resourceType":"Encounter","statusHistory":[{"period":{"start":"2020","end":"2021"}}],"period":{"start":"2019"}}',
      );
    });

    test("F008 PRJ-34 a year that implies an age over 89 is masked, 45 CFR 164.514(b)(2)(i)(C)", () => {
      const view: Readonly<Record<string, Transform>> = { "patient.birth-date": "generalize:year" };
      expect(seen('"birthDate":"1937-01-01"', view)).toBe(patient('"birthDate":"1937"'));
      expect(seen('"birthDate":"1936-12-31"', view)).toBe(patient(`"_birthDate":${MASKED}`));
    });

    test("F008 PRJ-34 what is not a date is masked rather than cut", () => {
      expect(seen('"birthDate":"19900102"', { "patient.birth-date": "generalize:year" })).toBe(
        patient(`"_birthDate":${MASKED}`),
      );
    });

    test("F008 PRJ-35 the year of an instant stands in an extension beside it, since an instant has no partial form", () => {
      const text =
        '{"resourceType":"Observation","category":[{"coding":[{"code":"laboratory"}]}],"issued":"2026-01-02T03:04:05Z"}';
      expect(given(text, { "observation.laboratory": "generalize:year" })).toBe(
        '{"resourceType":"Observation","_issued":{"extension":[' +
          '{"url":"https://modicum.dev/fhir/StructureDefinition/generalized-year","valueDate":"2026"}]}}',
      );
    });

    test.each([
      ["1986-05-04", band(40, 49)],
      ["1986-05-05", band(30, 39)],
      ["2026-05-04", band(0, 9)],
      ["1936-05-04", band(90, null)],
      ["1936-05-05", band(80, 89)],
      ["1901", band(90, null)],
      ["1990", band(30, 39)],
      ["1986", `"_birthDate":${MASKED}`],
      ["2027-01-01", `"_birthDate":${MASKED}`],
      ["unknown", `"_birthDate":${MASKED}`],
    ])(
      "F008 PRJ-36 generalize:age-band of birth date %s on 2026-05-04 is the band that is certain, or the marker",
      (date, expected) => {
        expect(seen(`"birthDate":"${date}"`, { "patient.birth-date": "generalize:age-band" })).toBe(
          patient(expected),
        );
      },
    );

    test.each([
      ["02139", "021"],
      ["90210-1234", "902"],
      ["03601", "000"],
      ["2139", "000"],
      ["K1A 0B1", "000"],
    ])("F008 PRJ-37 generalize:zip3 of %s is %s, 45 CFR 164.514(b)(2)(i)(B)", (zip, expected) => {
      const view: Readonly<Record<string, Transform>> = {
        "patient.address": "generalize:zip3",
        "patient.zip": "generalize:zip3",
      };
      const address = `"address":[{"use":"home","line":["1 S St"],"city":"S","postalCode":"${zip}","state":"MA","country":"US"}]`;
      expect(seen(address, view)).toBe(
        patient(`"address":[{"postalCode":"${expected}","state":"MA","country":"US"}]`),
      );
    });

    test("F008 PRJ-38 a postal code of another country is left out, since the rule is about ZIP codes", () => {
      const view: Readonly<Record<string, Transform>> = {
        "patient.address": "generalize:zip3",
        "patient.zip": "generalize:zip3",
      };
      expect(seen('"address":[{"postalCode":"90210","country":"FR"}]', view)).toBe(
        patient('"address":[{"country":"FR"}]'),
      );
    });

    test.each([
      [
        "an Identifier",
        '"identifier":[{"use":"usual","system":"http://s","value":"V1"}]',
        `"identifier":[{${TOKEN},"value":"token-5-2"}]`,
        "patient.other-ids",
      ],
      [
        "a Reference",
        '"generalPractitioner":[{"reference":"Practitioner/1"}]',
        `"generalPractitioner":[{"identifier":{${TOKEN},"value":"token-13-14"}}]`,
        "patient.provider",
      ],
      [
        "a ContactPoint",
        '"telecom":[{"system":"phone","value":"5550100"}]',
        '"telecom":[{"system":"other","value":"token-8-7"}]',
        "patient.telecom",
      ],
      ["a HumanName", '"name":[{"family":"F"}]', '"name":[{"text":"token-0-14"}]', "patient.name"],
      ["a code", '"gender":"male"', '"gender":"token-11-4"', "patient.sex"],
    ])("F008 PRJ-39 tokenize shows of %s the token and nothing else", (_, before, after, element) => {
      expect(seen(before, { [element]: "tokenize" })).toBe(patient(after));
    });

    test("F008 PRJ-41 count leaves the element out and says on its parent how many values there were", () => {
      expect(seen('"name":[{"family":"F"},{"family":"G"}]', { "patient.name": "count" })).toBe(
        patient(count("patient.name", 2)),
      );
      expect(seen('"birthDate":"1990"', { "patient.birth-date": "count" })).toBe(
        patient(count("patient.birth-date", 1)),
      );
      expect(
        seen('"identifier":[{"value":"A"},{"system":"http://hl7.org/fhir/sid/us-ssn","value":"S"}]', {
          "patient.other-ids": "count",
        }),
      ).toBe(patient(count("patient.other-ids", 1)));
    });

    test.each<[Transform, string, string]>([
      ["generalize:year", '"gender":"male"', "patient.sex"],
      ["generalize:year", '"identifier":[{"value":"V"}]', "patient.other-ids"],
      ["generalize:zip3", '"name":[{"family":"F"}]', "patient.name"],
      ["generalize:age-band", '"gender":"male"', "patient.sex"],
      ["tokenize", '"birthDate":"1990-01-02"', "patient.birth-date"],
      ["tokenize", '"address":[{"city":"S"}]', "patient.address"],
    ])("F008 PRJ-42 %s withholds %s, where it has no meaning", (transform, members, element) => {
      expect(seen(members, { [element]: transform })).toBe(patient(""));
    });

    test("F008 PRJ-43 a transform reaches through extensions and backbones to the datatypes it knows", () => {
      expect(
        seen(
          `"extension":[{"url":"${BIRTH_PLACE}","valueAddress":{"city":"S","state":"MA","postalCode":"02139"}}]`,
          {
            "patient.birth-place": "generalize:zip3",
          },
        ),
      ).toBe(
        patient(`"extension":[{"url":"${BIRTH_PLACE}","valueAddress":{"state":"MA","postalCode":"021"}}]`),
      );
      expect(
        seen('"contact":[{"telecom":[{"value":"V"}],"relationship":[{"text":"S"}]}]', {
          "patient.contacts": "tokenize",
        }),
      ).toBe(patient('"contact":[{"telecom":[{"system":"other","value":"token-9-1"}]}]'));
    });
  });
}
