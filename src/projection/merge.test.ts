import { describe, expect, test } from "vitest";
import { KEEP } from "../catalogue/transforms.ts";
import { parseJsonObject, stringifyJson } from "../kernel/json.ts";
import type { JsonObject } from "../kernel/json.ts";
import { mergeRecord, newRecord } from "./merge.ts";
import { objectProjection } from "./object-projection.ts";
import { testCatalogue, testContext, viewOf } from "./testing/catalogue.ts";
import type { Transform } from "../catalogue/transforms.ts";

const catalogue = testCatalogue();
const SSN = { system: "http://hl7.org/fhir/sid/us-ssn", value: "123" };
const MRN = { type: { coding: [{ code: "MR" }] }, system: "http://s", value: "m1" };
const OTHER = { system: "http://s", value: "o1" };

const json = (value: object): JsonObject => parseJsonObject(JSON.stringify(value));
const text = (value: JsonObject): unknown => JSON.parse(stringifyJson(value));

/** The body that `edit` makes of what is shown, merged; `writable` names elements, all that is kept by default. */
function write(
  stored: object,
  given: Readonly<Record<string, Transform>>,
  edit: (shown: Record<string, unknown>) => object,
  writable?: readonly string[],
) {
  const shown = viewOf(catalogue, given);
  const kept = shown.map((code) => (code === KEEP ? 1 : 0));
  const may = catalogue.elements.map(({ id, index }) =>
    kept[index] === 1 && (writable?.includes(id) ?? true) ? 1 : 0,
  );
  const view = { shown, most: shown, kept, writable: Uint8Array.from(may) };
  const record = json(stored);
  const { resource } = objectProjection(catalogue).project(record, shown, testContext);
  const sent = json(edit(structuredClone(text(resource ?? {})) as Record<string, unknown>));
  const merged = mergeRecord(catalogue, record, sent, view, testContext);
  return merged.ok
    ? text(merged.value.resource)
    : merged.error.map(({ kind, element, path }) => `${kind} ${element ?? path}`);
}

const patient = (more: object): object => ({ resourceType: "Patient", id: "p", ...more });

const without = (shown: object, key: string): object =>
  Object.fromEntries(Object.entries(shown).filter(([name]) => name !== key));

describe("merging a minimized copy back", () => {
  test("F170 PRJ-80 a number of the same value keeps the literal that is stored", () => {
    const stored = parseJsonObject(
      '{"resourceType":"Claim","total":{"value":120.50,"currency":"USD"},"patient":{"reference":"Patient/1"}}',
    );
    const shown = viewOf(catalogue, { "claim.total": "keep" });
    const kept = shown.map((code) => (code === KEEP ? 1 : 0));
    const view = { shown, most: shown, kept, writable: kept };
    const sent = json({
      resourceType: "Claim",
      total: { currency: "USD", value: 120.5 },
      patient: { reference: "Patient/1" },
    });
    const merged = mergeRecord(catalogue, stored, sent, view, testContext);
    expect(merged.ok && stringifyJson(merged.value.resource)).toBe(stringifyJson(stored));
  });

  test("F170 PRJ-81 an object that is taken away leaves what is not shown of it", () => {
    const stored = { resourceType: "Encounter", period: { start: "2020", _start: { id: "x" } } };
    const given = { "encounter.dates": "keep" } as const;
    expect(write(stored, given, (shown) => without(shown, "period"))).toEqual({
      resourceType: "Encounter",
      period: { _start: { id: "x" } },
    });
  });

  test("F170 PRJ-84 a change of an element that may be read only is refused by its name", () => {
    const given = { "patient.sex": "keep", "patient.name": "keep" } as const;
    const outcome = write(
      patient({ gender: "male" }),
      given,
      (shown) => ({ ...shown, gender: "female", name: [{ family: "A" }] }),
      ["patient.name"],
    );
    expect(outcome).toEqual(["not_writable patient.sex"]);
  });

  test("F170 PRJ-84 a generalized value is not written", () => {
    const stored = patient({ birthDate: "1980-05-17", gender: "male" });
    const given = { "patient.birth-date": "generalize:year", "patient.sex": "keep" } as const;
    expect(write(stored, given, (shown) => ({ ...shown, birthDate: "1981" }))).toEqual([
      "not_writable patient.birth-date",
    ]);
  });

  test("F170 PRJ-84 what no element covers is refused by its path", () => {
    const given = { "patient.sex": "keep", "patient.provider": "keep" } as const;
    const outcome = write(patient({ gender: "male" }), given, (shown) => ({
      ...shown,
      text: { status: "generated" },
      generalPractitioner: [{ reference: "Practitioner/1", display: "Dr. A" }],
    }));
    expect(outcome).toEqual(["not_covered Patient.text", "not_covered Patient.generalPractitioner.display"]);
  });

  test("F170 PRJ-84 a name that is not spelled as FHIR spells names is not repeated", () => {
    const outcome = write(patient({ gender: "male" }), { "patient.sex": "keep" }, (shown) => ({
      ...shown,
      "Ada Lovelace": 1,
    }));
    expect(outcome).toEqual(["not_covered Patient.?"]);
  });

  test("F170 PRJ-85 the patient link stays", () => {
    const stored = {
      resourceType: "Encounter",
      subject: { reference: "Patient/1" },
      period: { start: "2020" },
    };
    const outcome = write(stored, { "encounter.dates": "keep" }, (shown) => ({
      ...shown,
      subject: { reference: "Patient/2" },
    }));
    expect(outcome).toEqual(["fixed Encounter.subject"]);
  });

  test("F170 PRJ-86 hidden items keep their place when a visible one is changed", () => {
    const stored = patient({ identifier: [SSN, MRN, OTHER] });
    const given = { "patient.mrn": "keep", "patient.other-ids": "keep" } as const;
    const outcome = write(stored, given, (shown) => ({
      ...shown,
      identifier: [{ ...MRN, value: "m2" }, OTHER],
    }));
    expect(outcome).toEqual(patient({ identifier: [SSN, { ...MRN, value: "m2" }, OTHER] }));
  });

  test("F170 PRJ-86 an added item follows the others", () => {
    const stored = patient({ identifier: [MRN, SSN] });
    const given = { "patient.mrn": "keep", "patient.other-ids": "keep" } as const;
    const outcome = write(stored, given, (shown) => ({ ...shown, identifier: [MRN, OTHER] }));
    expect(outcome).toEqual(patient({ identifier: [MRN, SSN, OTHER] }));
  });

  test("F170 PRJ-86 an item under an element that may not be written is not added, whether or not one is there", () => {
    const given = { "patient.mrn": "keep" } as const;
    const add = (shown: object): object => ({ ...shown, identifier: [MRN, SSN] });
    const refused = ["not_writable patient.ssn", "not_writable patient.ssn"];
    expect(write(patient({ identifier: [MRN, SSN] }), given, add)).toEqual(refused);
    expect(write(patient({ identifier: [MRN] }), given, add)).toEqual(refused);
  });

  test("F170 PRJ-87 one item changed and one added in one write is refused", () => {
    const given = { "patient.telecom": "keep" } as const;
    const outcome = write(patient({ telecom: [{ value: "1" }] }), given, (shown) => ({
      ...shown,
      telecom: [{ value: "2" }, { value: "3" }],
    }));
    expect(outcome).toEqual(["ambiguous patient.telecom"]);
  });

  test("F170 PRJ-87 one of two items that are shown alike is not taken away", () => {
    const stored = patient({
      telecom: [
        { value: "1", id: "a" },
        { value: "1", id: "b" },
      ],
    });
    const outcome = write(stored, { "patient.telecom": "keep" }, (shown) => ({
      ...shown,
      telecom: [{ value: "1" }],
    }));
    expect(outcome).toEqual(["ambiguous patient.telecom"]);
  });

  test("F170 PRJ-87 nothing is changed where what makes the owner is not shown", () => {
    const stored = {
      resourceType: "Observation",
      category: [{ coding: [{ code: "laboratory" }] }],
      valueString: "A",
    };
    const given = { "observation.laboratory": "keep", "observation.other": "keep" } as const;
    expect(write(stored, given, (shown) => ({ ...shown, valueString: "B" }))).toEqual([
      "ambiguous Observation",
    ]);
  });

  test("F170 PRJ-88 an item that holds an element which may not be written is not taken away", () => {
    const stored = patient({ contact: [{ name: { family: "A" }, gender: "male" }] });
    const given = { "patient.contacts": "keep" } as const;
    expect(write(stored, given, (shown) => without(shown, "contact"))).toEqual([
      "not_writable patient.contact-gender",
    ]);
  });

  test("F170 PRJ-89 what stands beside a value in a list keeps its place", () => {
    const beside = [null, { extension: [{ url: "http://x", valueString: "q" }] }];
    const stored = patient({ name: [{ given: ["A", "B"], _given: beside }] });
    const outcome = write(stored, { "patient.name": "keep" }, (shown) => ({
      ...shown,
      name: [{ given: ["A", "C", "D"] }],
    }));
    expect(outcome).toEqual(patient({ name: [{ given: ["A", "C", "D"], _given: [...beside, null] }] }));
  });

  test("F170 PRJ-89 the name of the old target does not stay with the new one", () => {
    const stored = patient({
      generalPractitioner: [{ reference: "Practitioner/1", display: "Dr. A", id: "r" }],
    });
    const outcome = write(stored, { "patient.provider": "keep" }, (shown) => ({
      ...shown,
      generalPractitioner: [{ reference: "Practitioner/2" }],
    }));
    expect(outcome).toEqual(patient({ generalPractitioner: [{ reference: "Practitioner/2", id: "r" }] }));
  });
});

describe("a record that is not there yet", () => {
  const make = (sent: object, writable: readonly string[]) => {
    const may = catalogue.elements.map(({ id }) => (writable.includes(id) ? 1 : 0));
    const made = newRecord(catalogue, json(sent), Uint8Array.from(may), testContext);
    return made.ok ? "made" : made.error.map(({ kind, element, path }) => `${kind} ${element ?? path}`);
  };
  const visit = { resourceType: "Encounter", subject: { reference: "Patient/1" }, period: { start: "2020" } };

  test("F170 PRJ-84 PRJ-85 needs every element that it sets, and says whose it is", () => {
    expect(make(visit, ["encounter.dates"])).toBe("made");
    expect(make(visit, ["encounter.history"])).toEqual(["not_writable encounter.dates"]);
  });

  test("F170 PRJ-84 holds nothing that no element covers", () => {
    const labeled = { ...visit, meta: { security: [{ code: "R" }] }, contained: [{ resourceType: "Basic" }] };
    expect(make(labeled, ["encounter.dates"])).toEqual([
      "not_covered Encounter.meta",
      "not_covered Encounter.contained",
    ]);
  });
});
