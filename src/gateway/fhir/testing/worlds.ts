import fc from "fast-check";
import type { JsonObject } from "../../../kernel/json.ts";
import { parseJsonObject } from "../../../kernel/json.ts";

/** Random charts of seven patients; values come from small pools, so that filters match and orders tie. */
export type PlainRecord = Readonly<Record<string, unknown>> & {
  readonly resourceType: string;
  readonly id: string;
};

/** p6 and p7 are nobody's. */
export const PATIENTS = ["p1", "p2", "p3", "p4", "p5", "p6", "p7"] as const;

const MOSTLY_SEEN = ["p1", "p1", "p2", "p3", "p4", "p5"] as const;

export const POOLS = {
  family: ["Smith", "Smythe", "Åkesson", "Jones"],
  given: ["Ada", "Bo", "Zoë"],
  birthDate: ["1980", "1980-05", "1980-05-17", "1980-11-30", "1979-12-31", "1955-01-01"],
  gender: ["male", "female", "other"],
  postal: ["60614", "60699", "53703", "99501"],
  mrn: ["m-1", "m-2", "m-3"],
  ssn: ["999-11-1111", "999-22-2222"],
  snomed: ["44054006", "38341003", "35489007", "195967001"],
  icd: ["E11.9", "I10", "F32.1"],
  loinc: ["2339-0", "718-7", "8480-6"],
  instant: ["2026-03-01", "2026-03", "2026-03-01T23:30:00-05:00", "2026-03-02T04:00:00Z", "2025-12-31"],
  amount: ["5.4", "5.40", "6", "100", "120.5"],
  status: ["final", "preliminary", "amended"],
} as const;

const SNOMED = "http://snomed.info/sct";
const LABELS = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

const from = <T>(values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq: 4 });
const subject = from([...PATIENTS, ...MOSTLY_SEEN, ...MOSTLY_SEEN]).map((id) => ({
  reference: `Patient/${id}`,
  display: "Someone",
}));
const encounter = maybe(from(["e1", "e2", "e3"]).map((id) => ({ reference: `Encounter/${id}` })));
const label = fc.option(from(["BH", "PSYTHPN", "R"]), { nil: undefined, freq: 8 });
const meta = label.map((code) => (code === undefined ? undefined : { security: [{ system: LABELS, code }] }));
const code = fc.oneof(
  from(POOLS.snomed).map((value) => ({
    coding: [{ system: SNOMED, code: value, display: `Display ${value}` }],
  })),
  from(POOLS.icd).map((value) => ({
    coding: [{ system: "http://hl7.org/fhir/sid/icd-10-cm", code: value }],
    text: "As coded",
  })),
);
const quantity = from(POOLS.amount).map((value) => ({
  value: Number(value),
  unit: "mg/dL",
  system: "http://unitsofmeasure.org",
  code: "mg/dL",
}));

function patient(id: string): fc.Arbitrary<PlainRecord> {
  return fc.record({
    resourceType: fc.constant("Patient"),
    id: fc.constant(id),
    identifier: fc
      .tuple(from(POOLS.mrn), maybe(from(POOLS.ssn)))
      .map(([mrn, ssn]) => [
        { type: { coding: [{ code: "MR" }] }, system: "http://hospital.test/mrn", value: mrn },
        ...(ssn === undefined ? [] : [{ system: "http://hl7.org/fhir/sid/us-ssn", value: ssn }]),
      ]),
    name: fc
      .tuple(from(POOLS.family), from(POOLS.given))
      .map(([family, given]) => [{ family, given: [given] }]),
    gender: maybe(from(POOLS.gender)),
    birthDate: maybe(from(POOLS.birthDate)),
    address: from(POOLS.postal).map((postalCode) => [{ city: "Chicago", state: "IL", postalCode }]),
    telecom: maybe(from(["555-1", "555-2"]).map((value) => [{ system: "phone", value }])),
    active: maybe(fc.boolean()),
  });
}

const BODIES: Readonly<Record<string, fc.Arbitrary<Record<string, unknown>>>> = {
  Observation: fc.record({
    status: from(POOLS.status),
    category: maybe(
      from(["laboratory", "vital-signs", "survey"]).map((category) => [{ coding: [{ code: category }] }]),
    ),
    code: from(POOLS.loinc).map((value) => ({ coding: [{ system: "http://loinc.org", code: value }] })),
    subject,
    encounter,
    effectiveDateTime: maybe(from(POOLS.instant)),
    valueQuantity: maybe(quantity),
    valueString: fc.constant(undefined),
  }),
  Condition: fc.record({
    clinicalStatus: maybe(from(["active", "resolved"]).map((value) => ({ coding: [{ code: value }] }))),
    code,
    subject,
    encounter,
    onsetDateTime: maybe(from(POOLS.instant)),
  }),
  Claim: fc.record({
    status: from(["active", "draft"]),
    use: fc.constant("claim"),
    patient: subject,
    created: from(POOLS.instant),
    provider: from(["d1", "d2"]).map((id) => ({ reference: `Practitioner/${id}` })),
    diagnosis: code.map((diagnosisCodeableConcept) => [{ sequence: 1, diagnosisCodeableConcept }]),
    total: maybe(from(POOLS.amount).map((value) => ({ value: Number(value), currency: "USD" }))),
  }),
  Encounter: fc.record({
    status: from(["finished", "planned"]),
    class: from(["AMB", "IMP"]).map((value) => ({ code: value })),
    subject,
    period: fc.tuple(from(POOLS.instant), maybe(from(POOLS.instant))).map(([start, end]) => ({ start, end })),
    reasonCode: maybe(code.map((value) => [value])),
  }),
  DocumentReference: fc.record({
    status: fc.constant("current"),
    type: from(["progress note", "discharge summary"]).map((text) => ({ text })),
    subject,
    date: maybe(from(["2026-03-01T10:00:00Z", "2026-03-02T10:00:00Z"])),
    content: from(["YQ==", "Yg=="]).map((data) => [{ attachment: { contentType: "text/plain", data } }]),
  }),
  RiskAssessment: fc.record({
    status: fc.constant("final"),
    subject,
    prediction: from([0.1, 0.25, 0.9]).map((probabilityDecimal) => [{ probabilityDecimal }]),
    basis: encounter.map((value) => (value === undefined ? undefined : [value])),
  }),
  Practitioner: fc.record({
    name: from(POOLS.family).map((family) => [{ family }]),
    birthDate: from(POOLS.birthDate),
    telecom: from(["555-8", "555-9"]).map((value) => [{ system: "phone", value }]),
  }),
  Questionnaire: fc.record({
    url: from(["http://forms.test/a", "http://forms.test/a/b", "http://forms.test/c"]),
    title: from(["Intake", "Intake form"]),
    status: fc.constant("active"),
    item: from(["1", "2"]).map((linkId) => [{ linkId, type: "display", text: "Question" }]),
  }),
};

/** What the caller may never see under the policy of the practice, on any record. */
export const HIDDEN_MEMBERS = {
  text: ["a", "b"].map((word) => ({ status: "generated", div: `<div>${word}</div>` })),
  meta: ["1", "2"].map((versionId) => ({ versionId, lastUpdated: `2026-0${versionId}-01T00:00:00Z` })),
  extension: ["a", "b"].map((valueString) => [{ url: "http://example.org/x", valueString }]),
  contained: ["a", "b"].map((name) => [{ resourceType: "Organization", id: "c", name }]),
} as const;

/** All types of the practice but Patient, in order. */
export const RECORD_TYPES = Object.keys(BODIES);

const DIRECTORY: readonly string[] = ["Practitioner", "Questionnaire"];

/** A record of a random type; ids are unique within its type. */
export function recordArbitrary(at: number): fc.Arbitrary<PlainRecord> {
  const types = RECORD_TYPES.filter((type) => !DIRECTORY.includes(type));
  return from([...types, ...types, ...DIRECTORY]).chain((resourceType) =>
    fc
      .tuple(BODIES[resourceType] ?? fc.constant({}), meta)
      .map(([body, labels]) => ({ resourceType, id: `r${at}`, meta: labels, ...body })),
  );
}

/** The charts of all patients and 50 to 90 records. */
export const worldArbitrary: fc.Arbitrary<readonly PlainRecord[]> = fc
  .tuple(fc.tuple(...PATIENTS.map(patient)), fc.integer({ min: 50, max: 90 }))
  .chain(([patients, count]) =>
    fc
      .tuple(...Array.from({ length: count }, (_, at) => recordArbitrary(at)))
      .map((records) => [...patients, ...records]),
  );

/** The record as an upstream sends it. */
export function read(record: PlainRecord): JsonObject {
  return parseJsonObject(JSON.stringify(record));
}
