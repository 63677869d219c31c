import type { Transform } from "../../../catalogue/transforms.ts";
import { HIDDEN_MEMBERS, POOLS, STAFF, VISITS } from "./worlds.ts";
import type { PlainRecord } from "./worlds.ts";

/**
 * One change to a record that a caller cannot see. `element` owns what changes; null: no element of the policy
 * does. `hiddenUnder` are the transforms that show the same before and after, beside `drop`.
 * Written by hand from the policy, and not from the projection, so that a projection that leaks is caught too.
 */
export interface Edit {
  readonly type: string;
  readonly element: string | null;
  readonly hiddenUnder: readonly Transform[];
  apply(record: PlainRecord, pick: number): PlainRecord;
}

const VALUE_ONLY: readonly Transform[] = ["mask", "count"];

function setting(
  type: string,
  element: string | null,
  member: string,
  values: readonly unknown[],
  hiddenUnder: readonly Transform[] = [],
): Edit {
  return {
    type,
    element,
    hiddenUnder,
    apply: (record, pick) => ({ ...record, [member]: values[pick % values.length] }),
  };
}

/** A change of value where there is one, so that a mask shows the same. */
function changing(
  type: string,
  element: string,
  member: string,
  values: readonly unknown[],
  more: readonly Transform[] = [],
): Edit {
  const hiddenUnder = [...VALUE_ONLY, ...more];
  return {
    type,
    element,
    hiddenUnder,
    apply: (record, pick) =>
      record[member] === undefined ? record : { ...record, [member]: values[pick % values.length] },
  };
}

/** Another name beside a link to the patient. */
function displaying(member: string): Edit {
  return {
    type: "*",
    element: null,
    hiddenUnder: [],
    apply: (record, pick) =>
      record[member] === undefined
        ? record
        : { ...record, [member]: { ...(record[member] as object), display: `Somebody ${pick % 5}` } },
  };
}

/** A tag, a profile or a label that no segment knows, beside the labels that are there. */
function labeling(code: string): Edit {
  return {
    type: "*",
    element: null,
    hiddenUnder: [],
    apply: (record, pick) => {
      const meta = (record["meta"] ?? {}) as Readonly<Record<string, unknown>>;
      const more = [
        { tag: [{ code }] },
        { profile: ["http://x"] },
        { versionId: "7", lastUpdated: "2026-02-02T00:00:00Z" },
        { source: "urn:y" },
      ][pick % 4];
      return { ...record, meta: { ...meta, ...more } };
    },
  };
}

const concepts = POOLS.snomed.map((code) => ({ coding: [{ system: "http://snomed.info/sct", code }] }));
const sameYear: Edit = {
  type: "Patient",
  element: "patient.birth-date",
  hiddenUnder: ["mask", "generalize:year"],
  apply: (record, pick) => {
    const { birthDate } = record as { readonly birthDate?: string };
    const year = birthDate?.slice(0, 4);
    return year === undefined
      ? record
      : { ...record, birthDate: [`${year}-02-03`, `${year}-10`, year][pick % 3] };
  },
};
const sameZip3: Edit = {
  type: "Patient",
  element: "patient.address",
  hiddenUnder: ["mask", "generalize:zip3"],
  apply: (record, pick) => {
    const [address] = (record["address"] ?? []) as readonly { readonly postalCode: string }[];
    if (address === undefined) return record;
    const zip3 = address.postalCode.slice(0, 3);
    return {
      ...record,
      address: [{ city: ["Chicago", "Cicero"][pick % 2], state: "IL", postalCode: `${zip3}0${pick % 10}` }],
    };
  },
};
const ssn: Edit = {
  type: "Patient",
  element: "patient.ssn",
  hiddenUnder: [],
  apply: (record, pick) => {
    const [mrn] = record["identifier"] as readonly unknown[];
    const numbers = [undefined, ...POOLS.ssn];
    const value = numbers[pick % numbers.length];
    return {
      ...record,
      identifier: value === undefined ? [mrn] : [mrn, { system: "http://hl7.org/fhir/sid/us-ssn", value }],
    };
  },
};

export const EDITS: readonly Edit[] = [
  ssn,
  sameYear,
  sameZip3,
  changing("Patient", "patient.birth-date", "birthDate", POOLS.birthDate),
  setting("Patient", "patient.birth-date", "birthDate", [undefined, "1960-01-01"]),
  changing("Patient", "patient.sex", "gender", POOLS.gender),
  setting("Patient", "patient.sex", "gender", [undefined, ...POOLS.gender]),
  setting("Patient", "patient.telecom", "telecom", [undefined, [{ system: "phone", value: "555-3" }]]),
  setting("Patient", "patient.address", "address", [
    undefined,
    [{ city: "Springfield", postalCode: "53703" }],
  ]),
  changing("Patient", "patient.name", "name", [[{ family: "Other" }], [{ family: "Another" }]]),
  setting("Patient", "patient.state", "active", [undefined, true, false]),
  setting("Patient", null, "maritalStatus", [undefined, { text: "M" }]),
  setting("Patient", null, "generalPractitioner", [
    undefined,
    ...STAFF.map((id) => [{ reference: `Practitioner/${id}` }]),
  ]),
  setting("Patient", null, "_birthDate", [undefined, { extension: [{ url: "http://x", valueString: "b" }] }]),
  setting("DocumentReference", null, "author", [
    undefined,
    ...STAFF.map((id) => [{ reference: `Practitioner/${id}` }]),
  ]),
  setting("Claim", null, "item", [undefined, [{ sequence: 2 }]]),
  labeling("http://x|1"),
  displaying("subject"),
  displaying("patient"),
  setting("Condition", "condition.course", "onsetDateTime", [undefined, ...POOLS.instant]),
  changing("Condition", "condition.course", "onsetDateTime", POOLS.instant),
  changing("Condition", "condition.code", "code", concepts),
  setting("Condition", "condition.encounter", "encounter", [
    undefined,
    ...[...VISITS, "e9"].map((id) => ({ reference: `Encounter/${id}` })),
  ]),
  setting("Encounter", "encounter.reason", "reasonCode", [
    undefined,
    ...concepts.map((concept) => [concept]),
  ]),
  setting("Claim", "claim.total", "total", [undefined, { value: 9, currency: "USD" }]),
  changing(
    "Claim",
    "claim.dx-codes",
    "diagnosis",
    concepts.map((diagnosisCodeableConcept) => [{ sequence: 1, diagnosisCodeableConcept }]),
  ),
  setting("DocumentReference", "note.body", "content", [[{ attachment: { data: "Yw==" } }], undefined]),
  setting("RiskAssessment", "risk.basis", "basis", [
    undefined,
    ...VISITS.map((id) => [{ reference: `Encounter/${id}` }]),
  ]),
  setting("Practitioner", "staff.home", "birthDate", POOLS.birthDate),
  setting("Practitioner", "staff.home", "telecom", [undefined, [{ system: "phone", value: "555-7" }]]),
  setting("Questionnaire", "form.items", "item", [undefined, [{ linkId: "9", type: "display" }]]),
  ...Object.entries(HIDDEN_MEMBERS).map(([member, values]): Edit =>
    setting("*", null, member, [undefined, ...values]),
  ),
];
