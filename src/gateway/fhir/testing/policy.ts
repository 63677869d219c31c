import { compilePolicy } from "../../../policy/index.ts";
import type { CompiledPolicy, PolicyFile } from "../../../policy/types.ts";

/** The policy of a practice, small enough to hold in the head, with every transform, segment guard and kind of relation. */
const HEADER = `apiVersion: modicum/v1
title: Test
owner: privacy-officer
reviewBy: 2030-01-01
cfr: ["164.514(d)"]
why: A practice for tests.
`;

const FILES: Readonly<Record<string, string>> = {
  org: `kind: Org
id: lakeside
timeZone: America/Chicago`,
  patient: `kind: ElementGroup
id: patient
category: 1
elements:
  - {id: patient.name, title: Name, fhir: Patient.name, sensitivity: moderate, identifierClass: name}
  - {id: patient.mrn, title: MRN, fhir: "Patient.identifier[type.coding.code=MR]", sensitivity: moderate, identifierClass: mrn}
  - {id: patient.ssn, title: SSN, fhir: "Patient.identifier[system=http://hl7.org/fhir/sid/us-ssn]", sensitivity: very-high, identifierClass: ssn}
  - {id: patient.other-ids, title: Other identifiers, fhir: Patient.identifier, sensitivity: high, identifierClass: other-unique}
  - {id: patient.birth-date, title: Birth date, fhir: Patient.birthDate, sensitivity: moderate, identifierClass: date}
  - {id: patient.sex, title: Sex, fhir: Patient.gender, sensitivity: low}
  - {id: patient.address, title: Address, fhir: Patient.address, sensitivity: moderate, identifierClass: geography}
  - {id: patient.telecom, title: Telecom, fhir: Patient.telecom, sensitivity: moderate, identifierClass: phone}
  - {id: patient.state, title: State, fhir: Patient.active, sensitivity: low}`,
  encounter: `kind: ElementGroup
id: encounter
category: 7
elements:
  - {id: encounter.dates, title: Dates, fhir: Encounter.period, sensitivity: low, identifierClass: date}
  - {id: encounter.type, title: Kind, fhir: "Encounter.(status|class|type)", sensitivity: low}
  - {id: encounter.reason, title: Reason, fhir: Encounter.reasonCode, sensitivity: high}`,
  observation: `kind: ElementGroup
id: observation
category: 13
elements:
  - {id: observation.laboratory, title: Laboratory, fhir: "Observation[category.coding.code=laboratory]", sensitivity: moderate, identifierClass: date}
  - {id: observation.vital-signs, title: Vital signs, fhir: "Observation[category.coding.code=vital-signs]", sensitivity: low, identifierClass: date}
  - {id: observation.other, title: Other, fhir: Observation, sensitivity: high, identifierClass: date}`,
  condition: `kind: ElementGroup
id: condition
category: 10
elements:
  - {id: condition.code, title: Code, fhir: Condition.code, sensitivity: high}
  - {id: condition.course, title: Course, fhir: "Condition.(clinicalStatus|onset[x]|severity)", sensitivity: high, identifierClass: date}
  - {id: condition.encounter, title: Encounter, fhir: Condition.encounter, sensitivity: low}`,
  claim: `kind: ElementGroup
id: claim
category: 9
elements:
  - {id: claim.header, title: Header, fhir: "Claim.(identifier|status|type|use|created|provider)", sensitivity: low}
  - {id: claim.dx-codes, title: Diagnoses, fhir: Claim.diagnosis, sensitivity: moderate}
  - {id: claim.total, title: Total, fhir: Claim.total, sensitivity: low}`,
  note: `kind: ElementGroup
id: note
category: 16
elements:
  - {id: note.facts, title: About the note, fhir: "DocumentReference.(status|type|date)", sensitivity: moderate}
  - {id: note.body, title: Note, fhir: DocumentReference.content, sensitivity: very-high}`,
  risk: `kind: ElementGroup
id: risk
category: 13
elements:
  - {id: risk.prediction, title: Predictions, fhir: RiskAssessment.prediction, sensitivity: high}
  - {id: risk.basis, title: What it rests on, fhir: RiskAssessment.basis, sensitivity: high}`,
  form: `kind: ElementGroup
id: form
category: 16
elements:
  - {id: form.name, title: Name, fhir: "Questionnaire.(url|title|status)", sensitivity: low}
  - {id: form.items, title: Items, fhir: Questionnaire.item, sensitivity: low}`,
  staff: `kind: ElementGroup
id: staff
category: 7
elements:
  - {id: staff.name, title: Name, fhir: Practitioner.name, sensitivity: low}
  - {id: staff.home, title: Home, fhir: "Practitioner.(address|telecom|birthDate)", sensitivity: high}`,
  ...relation("clinic"),
  ...relation("billable"),
  ...relation("panel"),
  ...relation("cohort"),
  ...relation("ticket"),
  ...relation("directory", "type: directory"),
  ...relation("self", "type: self"),
  ...purpose("treatment", "TREAT", "treatment", "patient.ssn"),
  ...purpose("billing", "HPAYMT", "payment", "patient.ssn"),
  ...purpose("quality", "HQUALIMP", "operations", "patient.ssn"),
  ...purpose("support", "HSYSADMIN", "operations", "patient.ssn"),
  ...purpose("own-record", "PATRQT", "individual", "note.body"),
  bh: `kind: Segment
id: bh
labels:
  security: {"http://terminology.hl7.org/CodeSystem/v3-ActCode": [BH]}
  codes: {"http://snomed.info/sct": ["35489007"]}
  prefixes: {"http://hl7.org/fhir/sid/icd-10-cm": [F3]}`,
  psychotherapy: `kind: Segment
id: psychotherapy
guard: authorization
labels:
  security: {"http://terminology.hl7.org/CodeSystem/v3-ActCode": [PSYTHPN]}`,
  nurse: role(
    "nurse",
    `
  - {purpose: treatment, on: clinic, can: [read, search], elements: [patient.name, patient.mrn, patient.birth-date, patient.sex, encounter.*, observation.*, condition.*, note.*, risk.prediction], segments: [bh]}
  - {purpose: treatment, on: panel, can: [read, search], elements: [patient.name, patient.telecom, observation.vital-signs]}
  - {purpose: treatment, on: directory, can: [read, search], elements: [staff.name, form.name]}`,
    "provider: true\n",
  ),
  biller: role(
    "biller",
    `
  - {purpose: billing, on: billable, can: [read, search], elements: [patient.name, {id: patient.birth-date, as: "generalize:year"}, {id: patient.address, as: "generalize:zip3"}, encounter.dates, encounter.type, claim.*, condition.code], segments: {claim.*: [bh]}}`,
  ),
  analyst: role(
    "analyst",
    `
  - {purpose: quality, on: cohort, can: [read, search], elements: [patient.sex, {id: patient.birth-date, as: "generalize:age-band"}, {id: patient.mrn, as: tokenize}, {id: observation.laboratory, as: keep}, {id: condition.code, as: keep}, {id: condition.course, as: mask}]}`,
  ),
  support: role(
    "support",
    `
  - {purpose: support, on: ticket, can: [read, search], elements: [{id: patient.name, as: mask}, {id: patient.birth-date, as: mask}, {id: patient.sex, as: mask}, patient.state, {id: claim.dx-codes, as: mask}, claim.header]}`,
  ),
  clerk: role(
    "clerk",
    `
  - {purpose: treatment, on: clinic, can: [read, search, create, update, delete], elements: [patient.name, patient.birth-date, patient.telecom, encounter.*, observation.*, condition.code, condition.encounter, note.facts]}
  - {purpose: treatment, on: clinic, can: [read, search], elements: [patient.mrn, {id: patient.address, as: "generalize:zip3"}, claim.*, {id: condition.course, as: mask}]}
  - {purpose: treatment, on: panel, can: [read, search, update], elements: [patient.name, {id: patient.birth-date, as: "generalize:year"}, observation.vital-signs, condition.code]}
  - {purpose: treatment, on: directory, can: [read, search], elements: [staff.name, form.name]}`,
  ),
  "role-patient": role(
    "patient",
    `
  - {purpose: own-record, on: self, can: [read, search], elements: [patient.*, encounter.*, observation.*, condition.*, claim.*, note.facts], segments: [bh]}`,
    "heldBy: patient\n",
  ),
};

/** The text of the practice's policy, for tests that change it. */
export function practiceFiles(): readonly PolicyFile[] {
  return Object.entries(FILES).map(([path, body]) => ({ path: `${path}.yaml`, text: HEADER + body }));
}

/** Compiles the practice's policy. Throws with every diagnostic when it does not compile. */
export function practicePolicy(now: number): CompiledPolicy {
  const compiled = compilePolicy(practiceFiles(), now);
  if (!compiled.ok) throw new Error(compiled.error.map((d) => JSON.stringify(d)).join("\n"));
  return compiled.value;
}

function relation(id: string, more = ""): Record<string, string> {
  return { [`relation-${id}`]: `kind: Relation\nid: ${id}\npermits: true\nstaleAfter: 1h\n${more}` };
}

function purpose(id: string, code: string, basis: string, never: string): Record<string, string> {
  const body = `kind: Purpose\nid: ${id}\ncode: ${code}\nbasis: ${basis}\nacts: [use]\nelements: {never: [${never}, "segment:psychotherapy"]}`;
  return { [`purpose-${id}`]: body };
}

function role(id: string, grants: string, more = ""): string {
  return `kind: Role\nid: ${id}\njobFunctions: [Work]\n${more}grants:${grants}\neligible: {breakGlass: false}\nrecertify: {every: 6mo, by: manager}`;
}
