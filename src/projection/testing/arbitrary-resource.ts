/** Made-up resources of the types of the test catalogue: mostly in shape, sometimes not, with much that nothing covers. */
import * as fc from "fast-check";
import { parseJsonObject, stringifyJson } from "../../kernel/json.ts";
import type { JsonObject, JsonValue } from "../../kernel/json.ts";

const text = fc.constantFrom("A", "B", "C");
const date = fc.constantFrom("1920", "1990-01", "2001-02-03", "2020-05-06T07:08:09Z", "never");
const extension = fc.record({
  url: fc.constantFrom(
    "http://unknown",
    "http://hl7.org/fhir/StructureDefinition/patient-birthPlace",
    "http://hl7.org/fhir/StructureDefinition/patient-birthTime",
  ),
  valueString: fc.option(text, { nil: undefined }),
  valueDateTime: fc.option(date, { nil: undefined }),
  valueAddress: fc.option(fc.constant({ city: "B", state: "MA", id: "S" }), { nil: undefined }),
});
const element = { id: text, extension: fc.array(extension, { minLength: 1, maxLength: 2 }) };
const sibling = fc.record(element, { requiredKeys: [] });
const period = fc.record({ start: date, end: date, _start: sibling, id: text }, { requiredKeys: [] });
const coding = fc.record(
  { system: text, code: fc.constantFrom("MR", "laboratory", "vital-signs", "x"), display: text },
  { requiredKeys: [] },
);
const concept = fc.record(
  { coding: fc.array(coding, { maxLength: 2 }), text, id: text },
  { requiredKeys: [] },
);
const reference = fc.record(
  { reference: fc.constantFrom("#p", "Practitioner/1"), display: text, type: text },
  { requiredKeys: [] },
);
const names = fc.array(fc.option(text, { nil: null }), { minLength: 1, maxLength: 3 });
const name = fc.record(
  {
    family: text,
    given: names,
    _given: fc.array(fc.option(sibling, { nil: null }), { maxLength: 3 }),
    period,
  },
  { requiredKeys: [] },
);
const identifier = fc.record(
  {
    use: text,
    type: concept,
    system: fc.constantFrom("http://hl7.org/fhir/sid/us-ssn", "http://s"),
    value: text,
    period,
    assigner: reference,
  },
  { requiredKeys: [] },
);
const address = fc.record(
  { line: names, city: text, postalCode: text, state: text, period },
  { requiredKeys: [] },
);

const patient = fc.record(
  {
    resourceType: fc.constant("Patient"),
    id: text,
    text: fc.constant({ div: "S" }),
    contained: fc.constant([{ resourceType: "Basic", id: "p" }]),
    name: fc.oneof({ weight: 6, arbitrary: fc.array(name, { maxLength: 3 }) }, name, text),
    birthDate: fc.oneof({ weight: 6, arbitrary: date }, fc.array(date), period),
    _birthDate: sibling,
    identifier: fc.array(identifier, { maxLength: 4 }),
    address: fc.array(address, { maxLength: 2 }),
    gender: text,
    _gender: sibling,
    contact: fc.array(fc.record({ name, gender: text, address, period }, { requiredKeys: [] }), {
      maxLength: 2,
    }),
    extension: fc.array(extension, { maxLength: 3 }),
    generalPractitioner: fc.array(reference, { maxLength: 2 }),
  },
  { requiredKeys: ["resourceType"] },
);
const encounter = fc.record(
  {
    resourceType: fc.constant("Encounter"),
    id: text,
    subject: reference,
    period,
    reasonCode: fc.array(concept, { maxLength: 2 }),
    statusHistory: fc.array(fc.record({ status: text, period }, { requiredKeys: [] }), { maxLength: 2 }),
    participant: fc.array(fc.record({ individual: reference, period }, { requiredKeys: [] }), {
      maxLength: 2,
    }),
  },
  { requiredKeys: ["resourceType"] },
);
const observation = fc.record(
  {
    resourceType: fc.constant("Observation"),
    id: text,
    category: fc.array(concept, { maxLength: 2 }),
    code: concept,
    subject: reference,
    effectivePeriod: period,
    issued: date,
    valueString: text,
    valueCodeableConcept: concept,
    valuePeriod: period,
    component: fc.array(fc.record({ code: concept, valueString: text }, { requiredKeys: [] }), {
      maxLength: 2,
    }),
  },
  { requiredKeys: ["resourceType"] },
);

/** As parseJson reads them. */
export function arbitraryResource(): fc.Arbitrary<JsonObject> {
  return fc
    .oneof(patient, encounter, observation)
    .map((value) => parseJsonObject(stringifyJson(value as JsonValue)));
}
