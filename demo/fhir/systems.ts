/** Identifier and code systems of the demo charts. */
export const SYSTEMS = {
  mrn: "https://alder-falls.example.org/mrn",
  ssn: "http://hl7.org/fhir/sid/us-ssn",
  npi: "http://hl7.org/fhir/sid/us-npi",
  memberId: "https://granite-mutual.example.com/member-id",
  claim: "https://alder-falls.example.org/claim",
  encounter: "https://alder-falls.example.org/visit-number",
  order: "https://alder-falls.example.org/order",
  accession: "https://alder-falls.example.org/accession",
  account: "https://alder-falls.example.org/account",
  employee: "https://alder-falls.example.org/employee",
  study: "https://alder-falls.example.org/study",
  udi: "http://hl7.org/fhir/NamingSystem/gs1-di",
  passport: "http://hl7.org/fhir/sid/passport-USA",
  driversLicense: { NH: "urn:oid:2.16.840.1.113883.4.3.33", VT: "urn:oid:2.16.840.1.113883.4.3.50" },
  snomed: "http://snomed.info/sct",
  loinc: "http://loinc.org",
  rxnorm: "http://www.nlm.nih.gov/research/umls/rxnorm",
  icd10: "http://hl7.org/fhir/sid/icd-10-cm",
  cvx: "http://hl7.org/fhir/sid/cvx",
  cpt: "http://www.ama-assn.org/go/cpt",
  hcpcs: "https://bluebutton.cms.gov/resources/codesystem/hcpcs",
  ucum: "http://unitsofmeasure.org",
  actCode: "http://terminology.hl7.org/CodeSystem/v3-ActCode",
  confidentiality: "http://terminology.hl7.org/CodeSystem/v3-Confidentiality",
  identifierType: "http://terminology.hl7.org/CodeSystem/v2-0203",
  participation: "http://terminology.hl7.org/CodeSystem/v3-ParticipationType",
  maritalStatus: "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus",
  roleCode: "http://terminology.hl7.org/CodeSystem/v3-RoleCode",
  taskCode: "https://alder-falls.example.org/task",
} as const;

/** Extensions of FHIR R4 and of the US Core implementation guide. */
export const EXTENSIONS = {
  race: "http://hl7.org/fhir/us/core/StructureDefinition/us-core-race",
  ethnicity: "http://hl7.org/fhir/us/core/StructureDefinition/us-core-ethnicity",
  birthSex: "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex",
  genderIdentity: "http://hl7.org/fhir/us/core/StructureDefinition/us-core-genderIdentity",
  mothersMaidenName: "http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName",
  birthPlace: "http://hl7.org/fhir/StructureDefinition/patient-birthPlace",
  birthTime: "http://hl7.org/fhir/StructureDefinition/patient-birthTime",
  geolocation: "http://hl7.org/fhir/StructureDefinition/geolocation",
} as const;

const TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/";

/** `http://terminology.hl7.org/CodeSystem/<name>` */
export function terminology(name: string): string {
  return `${TERMINOLOGY}${name}`;
}
