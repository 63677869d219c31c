import { parseJsonObject } from "../../../kernel/json.ts";
import type { JsonObject } from "../../../kernel/json.ts";

/** A record from plain values, read strictly as an upstream's would be. */
export function record(value: object): JsonObject {
  return parseJsonObject(JSON.stringify(value));
}

/** A value that must not be seen by somebody; found again in any byte of an answer. */
export const CANARY = "CANARY";

const SYSTEMS = {
  ssn: "http://hl7.org/fhir/sid/us-ssn",
  snomed: "http://snomed.info/sct",
  loinc: "http://loinc.org",
};

/** A patient with canaries wherever testing/policy.ts gives nobody anything, and in the SSN. */
export function patient(id: string, more: object = {}): JsonObject {
  return record({
    resourceType: "Patient",
    id,
    meta: { versionId: `${CANARY}-version`, lastUpdated: "2026-01-02T03:04:05Z", tag: [{ code: CANARY }] },
    text: { status: "generated", div: `<div>${CANARY}</div>` },
    contained: [{ resourceType: "Organization", id: "c", name: CANARY }],
    extension: [{ url: "http://example.org/x", valueString: CANARY }],
    identifier: [
      { type: { coding: [{ code: "MR" }] }, system: "http://hospital.test/mrn", value: `mrn-${id}` },
      { system: SYSTEMS.ssn, value: `${CANARY}-ssn` },
    ],
    name: [
      {
        family: `Fam${id}`,
        given: ["Ada"],
        _given: [{ extension: [{ url: "http://x", valueString: CANARY }] }],
      },
    ],
    gender: "female",
    birthDate: "1980-05-17",
    address: [{ line: ["1 Main St"], city: "Chicago", postalCode: "60614" }],
    telecom: [{ system: "phone", value: `555-${id}` }],
    active: true,
    photo: [{ title: CANARY }],
    contact: [{ name: { family: CANARY } }],
    maritalStatus: { text: CANARY },
    ...more,
  });
}

export function laboratory(id: string, patientId: string, value: number, more: object = {}): JsonObject {
  return record({
    resourceType: "Observation",
    id,
    status: "final",
    category: [{ coding: [{ code: "laboratory" }] }],
    code: { coding: [{ system: SYSTEMS.loinc, code: "2339-0", display: "Glucose" }] },
    subject: { reference: `Patient/${patientId}`, display: CANARY },
    effectiveDateTime: "2026-03-01",
    valueQuantity: { value, unit: "mg/dL", system: "http://unitsofmeasure.org", code: "mg/dL" },
    note: [{ text: "fasting" }],
    ...more,
  });
}

export function condition(id: string, patientId: string, code: string, more: object = {}): JsonObject {
  return record({
    resourceType: "Condition",
    id,
    clinicalStatus: { coding: [{ code: "active" }] },
    code: { coding: [{ system: SYSTEMS.snomed, code }], text: `condition ${code}` },
    subject: { reference: `Patient/${patientId}`, display: CANARY },
    onsetDateTime: "2020-02-03",
    note: [{ text: CANARY }],
    ...more,
  });
}

export function claim(id: string, patientId: string, code: string, more: object = {}): JsonObject {
  return record({
    resourceType: "Claim",
    id,
    status: "active",
    type: { coding: [{ code: "professional" }] },
    use: "claim",
    patient: { reference: `Patient/${patientId}`, display: CANARY },
    created: "2026-04-01",
    provider: { reference: "Practitioner/d1" },
    diagnosis: [{ sequence: 1, diagnosisCodeableConcept: { coding: [{ system: SYSTEMS.snomed, code }] } }],
    total: { value: 120.5, currency: "USD" },
    ...more,
  });
}

export function note(id: string, patientId: string, more: object = {}): JsonObject {
  return record({
    resourceType: "DocumentReference",
    id,
    status: "current",
    type: { text: "progress note" },
    subject: { reference: `Patient/${patientId}` },
    date: "2026-04-30T10:00:00Z",
    content: [{ attachment: { contentType: "text/plain", data: "Ym9keQ==" } }],
    ...more,
  });
}

export function practitioner(id: string): JsonObject {
  return record({
    resourceType: "Practitioner",
    id,
    name: [{ family: `Doc${id}` }],
    birthDate: "1960-01-01",
    telecom: [{ system: "phone", value: CANARY }],
  });
}

/** Six patients with a few records each; p6 is nobody's. */
export function practiceRecords(): readonly JsonObject[] {
  const ids = ["p1", "p2", "p3", "p4", "p5", "p6"];
  return [
    ...ids.map((id) => patient(id)),
    ...ids.flatMap((id, at) => [
      laboratory(`lab-${id}-a`, id, 90 + at),
      laboratory(`lab-${id}-b`, id, 140 + at),
    ]),
    ...ids.map((id) => condition(`cond-${id}`, id, "44054006")),
    ...ids.map((id) => condition(`bh-${id}`, id, "35489007")),
    ...ids.map((id) => claim(`claim-${id}`, id, "44054006")),
    ...ids.map((id) => note(`note-${id}`, id)),
    note("psy-p1", "p1", {
      meta: { security: [{ system: "http://terminology.hl7.org/CodeSystem/v3-ActCode", code: "PSYTHPN" }] },
    }),
    practitioner("d1"),
  ];
}
