import type { JsonObject } from "../../src/kernel/json.ts";
import { date, dateTime, momentOf } from "../calendar.ts";
import type { Patient } from "../demand/types.ts";
import { code, concept, decimal, identifier, reference } from "../fhir/datatypes.ts";
import type { Code } from "../fhir/datatypes.ts";
import { EXTENSIONS, SYSTEMS, terminology } from "../fhir/systems.ts";
import type { Random } from "../random.ts";
import type { Address, Category, Household, Person } from "../world/types.ts";
import { refMember } from "./scope.ts";
import type { ChartScope } from "./scope.ts";
import { portraitOf } from "./portrait.ts";

const US_CORE_PATIENT = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient";
const CDC_RACE_AND_ETHNICITY = "urn:oid:2.16.840.1.113883.6.238";
const PHOTO_SHARE = 0.04;
const MARITAL_STATUS = { M: "Married", S: "Never Married", D: "Divorced", W: "Widowed" } as const;

/** The Patient record, with every identifier and demographic an intake desk asks for. */
export function writePatient(scope: ChartScope, patient: Patient): void {
  const { person } = patient;
  const random = scope.random.stream(`patient/${patient.id}`);
  scope.book.add({
    type: "Patient",
    id: patient.id,
    patient,
    recorded: momentOf(patient.registeredOn, 10),
    profile: US_CORE_PATIENT,
    story: [
      `Lives at ${addressLine(patient.household.address)}`,
      `SSN ${patient.ssn}`,
      `Phone ${person.mobile}`,
    ],
    body: {
      extension: demographics(person),
      identifier: identifiersOf(random, patient),
      active: true,
      name: namesOf(person),
      telecom: telecomOf(patient),
      gender: person.gender,
      birthDate: date(person.bornOn),
      _birthDate: { extension: [{ url: EXTENSIONS.birthTime, valueDateTime: dateTime(person.bornAt) }] },
      deceasedBoolean: false,
      address: [fhirAddress(random, patient.household.address)],
      maritalStatus: concept(code(SYSTEMS.maritalStatus, person.marital, MARITAL_STATUS[person.marital])),
      multipleBirthBoolean: false,
      photo: random.chance(PHOTO_SHARE) || patient.id === "patient-pat" ? [portraitOf(patient)] : undefined,
      contact: contactOf(patient),
      communication: [
        {
          language: concept(code("urn:ietf:bcp:47", person.language.code, person.language.display)),
          preferred: true,
        },
      ],
      generalPractitioner: [refMember(patient.physician)],
      managingOrganization: reference("Organization/alder-falls-practice", "Alder Falls Family Practice"),
    },
  });
}

export function addressLine(address: Address): string {
  return [`${address.number} ${address.street}`, address.unit, address.town.name]
    .filter((part) => part !== null)
    .join(", ");
}

function demographics(person: Person): JsonObject[] {
  return [
    categoryExtension(EXTENSIONS.race, person.race),
    categoryExtension(EXTENSIONS.ethnicity, person.ethnicity),
    { url: EXTENSIONS.birthSex, valueCode: person.birthSex },
    { url: EXTENSIONS.genderIdentity, valueCodeableConcept: { text: person.genderIdentity } },
    { url: EXTENSIONS.mothersMaidenName, valueString: person.mothersMaidenName },
    {
      url: EXTENSIONS.birthPlace,
      valueAddress: { city: person.birthPlace.name, state: person.birthPlace.stateName, country: "US" },
    },
  ];
}

function categoryExtension(url: string, category: Category): JsonObject {
  return {
    url,
    extension: [
      {
        url: "ombCategory",
        valueCoding: { system: CDC_RACE_AND_ETHNICITY, code: category.code, display: category.display },
      },
      { url: "text", valueString: category.display },
    ],
  };
}

function identifiersOf(random: Random, patient: Patient): JsonObject[] {
  const state = patient.household.address.town.state === "VT" ? "VT" : "NH";
  const adult = patient.person.age >= 18;
  const license = identifier(SYSTEMS.driversLicense[state], `${state}${random.digits(8)}`, {
    code: "DL",
    display: "Driver's license number",
  });
  const passport = identifier(SYSTEMS.passport, `X${random.digits(8)}`, {
    code: "PPN",
    display: "Passport number",
  });
  return [
    identifier(SYSTEMS.mrn, patient.mrn, { code: "MR", display: "Medical record number" }),
    identifier(SYSTEMS.ssn, patient.ssn, { code: "SS", display: "Social Security number" }),
    ...(adult ? [license] : []),
    ...(adult && (random.chance(0.4) || patient.id === "patient-pat") ? [passport] : []),
    // Legacy numbers have more digits than a double holds.
    {
      use: "old",
      type: { text: "Chart number of the former system" },
      system: "urn:oid:1.3.6.1.4.1.99999.1",
      value: random.digits(20),
    },
  ];
}

function namesOf(person: Person): JsonObject[] {
  const official: JsonObject = {
    use: "official",
    family: person.family,
    given: person.given,
    text: `${person.given.join(" ")} ${person.family}`,
  };
  if (person.birthFamily === person.family) return [official];
  return [official, { use: "maiden", family: person.birthFamily, given: person.given }];
}

function telecomOf(patient: Patient): JsonObject[] {
  return [
    { system: "phone", value: patient.household.phone, use: "home" },
    { system: "phone", value: patient.person.mobile, use: "mobile" },
    { system: "email", value: patient.person.email, use: "home" },
  ];
}

function fhirAddress(random: Random, address: Address): JsonObject {
  const { town } = address;
  const geolocation: JsonObject = {
    url: EXTENSIONS.geolocation,
    extension: [
      { url: "latitude", valueDecimal: decimal(random.around(town.latitude, 0.02), 6) },
      { url: "longitude", valueDecimal: decimal(random.around(town.longitude, 0.02), 6) },
    ],
  };
  return {
    extension: [geolocation],
    use: "home",
    type: "both",
    text: `${addressLine(address)}, ${town.state} ${town.zip}`,
    line:
      address.unit === null
        ? [`${address.number} ${address.street}`]
        : [`${address.number} ${address.street}`, address.unit],
    city: town.name,
    district: "Cheshire",
    state: town.state,
    postalCode: town.zip,
    country: "US",
  };
}

/** The person to call: the nearest kin of the household, or a friend whom only the chart knows. */
function contactOf(patient: Patient): JsonObject[] {
  const kin = nextOfKin(patient.person, patient.household);
  if (kin === undefined) return [];
  return [
    {
      relationship: [concept(kinship(patient.person, kin))],
      name: { family: kin.family, given: kin.given },
      telecom: [{ system: "phone", value: kin.mobile, use: "mobile" }],
      gender: kin.gender,
      address: {
        line: [`${patient.household.address.number} ${patient.household.address.street}`],
        city: patient.household.address.town.name,
      },
    },
  ];
}

export function nextOfKin(person: Person, household: Household): Person | undefined {
  const others = household.members.filter((member) => member.key !== person.key);
  return others.find((member) => member.role !== "child") ?? others[0];
}

/** v3 RoleCode of `kin` as seen from `person`. */
export function kinship(person: Person, kin: Person): Code {
  const isElder = kin.bornOn < person.bornOn - 15 * 365;
  if (person.role === "child" && kin.role === "child") return roleCode("SIB", "sibling");
  if (isElder) return kin.birthSex === "F" ? roleCode("MTH", "mother") : roleCode("FTH", "father");
  if (kin.role === "child") return roleCode("CHILD", "child");
  return roleCode("SPS", "spouse");
}

function roleCode(value: string, display: string): Code {
  return code(terminology("v3-RoleCode"), value, display);
}
