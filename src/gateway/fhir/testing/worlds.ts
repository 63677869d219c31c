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
/** The visits and members of staff that every world has; `e9` and `d9` are nowhere. */
export const VISITS = ["e1", "e2", "e3", "e4", "e5", "e6"] as const;
export const STAFF = ["d1", "d2", "d3"] as const;
const encounter = maybe(from([...VISITS, "e9"]).map((id) => ({ reference: `Encounter/${id}` })));
const practitioner = from([...STAFF, "d9"]).map((id) => ({ reference: `Practitioner/${id}` }));
/** One of the first records of a world of this type or of another: many lead nowhere, as references do. */
const result = maybe(fc.nat(30).map((at) => [{ reference: `Observation/r${at}` }]));
const attachment = from([
  { contentType: "text/plain", data: "YQ==" },
  { contentType: "text/plain", data: "Yg==" },
  { contentType: "text/plain", url: "Binary/b1", title: "Scan" },
  { contentType: "text/plain", url: "http://upstream.test/fhir/Binary/b2" },
  { contentType: "text/plain", url: "http://elsewhere.test/b3" },
]);
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
    generalPractitioner: maybe(practitioner.map((one) => [one])),
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
    performer: maybe(practitioner.map((one) => [one])),
    hasMember: result,
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
    provider: practitioner,
    item: encounter.map((one) => (one === undefined ? undefined : [{ sequence: 1, encounter: [one] }])),
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
    content: attachment.map((one) => [{ attachment: one }]),
    author: maybe(practitioner.map((one) => [one])),
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

const BY_NUMBER: readonly string[] = RECORD_TYPES.filter(
  (type) => !["Practitioner", "Questionnaire", "Encounter"].includes(type),
);

function ofType(resourceType: string, id: string): fc.Arbitrary<PlainRecord> {
  return fc
    .tuple(BODIES[resourceType] ?? fc.constant({}), meta)
    .map(([body, labels]) => ({ resourceType, id, meta: labels, ...body }));
}

/** A record of a random type; ids are unique within its type. */
export function recordArbitrary(at: number): fc.Arbitrary<PlainRecord> {
  return from([...BY_NUMBER, ...BY_NUMBER, ...BY_NUMBER, "Encounter", "Practitioner", "Questionnaire"]).chain(
    (resourceType) => ofType(resourceType, `r${at}`),
  );
}

const binaries = ["b1", "b2"].map((id) =>
  fc.record({
    resourceType: fc.constant("Binary"),
    id: fc.constant(id),
    contentType: fc.constant("text/plain"),
    data: from(["YQ==", "Yg==", "Yw=="]),
  }),
);

/** What many records refer to. */
const referredTo: readonly fc.Arbitrary<PlainRecord>[] = [
  ...VISITS.map((id) => ofType("Encounter", id)),
  ...STAFF.map((id) => ofType("Practitioner", id)),
  ...["q1", "q2"].map((id) => ofType("Questionnaire", id)),
  ...binaries,
];

/** The charts of all patients, what is referred to, and 35 to 60 records. */
export const worldArbitrary: fc.Arbitrary<readonly PlainRecord[]> = fc
  .tuple(
    fc.tuple(...PATIENTS.map(patient), ...referredTo),
    fc
      .integer({ min: 35, max: 60 })
      .chain((count) => fc.tuple(...Array.from({ length: count }, (_, at) => recordArbitrary(at)))),
  )
  .map(([fixed, records]) => [...fixed, ...records]);

/** Versions that records had before, oldest first: other values under the same type and id. */
export const pastArbitrary: fc.Arbitrary<readonly PlainRecord[]> = fc
  .tuple(
    fc.tuple(...PATIENTS.map(patient)),
    fc.array(
      fc.tuple(from(BY_NUMBER), fc.nat(40)).chain(([type, at]) => ofType(type, `r${at}`)),
      { minLength: 10, maxLength: 40, size: "max" },
    ),
  )
  .map(([patients, records]) => [...patients, ...records]);

const readOnce = new WeakMap<PlainRecord, JsonObject>();

/** The record as an upstream sends it; one object for one record, whatever world it stands in. */
export function read(record: PlainRecord): JsonObject {
  const known = readOnce.get(record) ?? parseJsonObject(JSON.stringify(record));
  readOnce.set(record, known);
  return known;
}
