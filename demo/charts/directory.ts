import type { JsonObject } from "../../src/kernel/json.ts";
import { momentOf } from "../calendar.ts";
import { PAYERS } from "../demand/payers.ts";
import { code, concept, decimal, identifier, reference } from "../fhir/datatypes.ts";
import { SYSTEMS, terminology } from "../fhir/systems.ts";
import { phone } from "../world/households.ts";
import { HOSPITAL_ADDRESS } from "../world/places.ts";
import type { Department, Member } from "../workforce/types.ts";
import { refLocation, refMember, refOrganization } from "./scope.ts";
import type { ChartScope } from "./scope.ts";

const HOSPITAL = { id: "alder-falls-practice", title: "Alder Falls Family Practice" };
const OPENED_DAYS_AGO = 3_000;

const WORK_ADDRESS: JsonObject = {
  use: "work",
  line: [HOSPITAL_ADDRESS.line],
  city: HOSPITAL_ADDRESS.city,
  district: HOSPITAL_ADDRESS.district,
  state: HOSPITAL_ADDRESS.state,
  postalCode: HOSPITAL_ADDRESS.postalCode,
  country: HOSPITAL_ADDRESS.country,
};

/** Organizations, locations, services, payers, practitioners and their roles: records about no patient. */
export function writeDirectory(scope: ChartScope): void {
  writeHospital(scope);
  for (const department of scope.workforce.departments) writeDepartment(scope, department);
  for (const payer of PAYERS) writePayer(scope, payer.id, payer.title);
  for (const member of scope.workforce.members) writeMember(scope, member);
}

function directoryEntry(scope: ChartScope, type: string, id: string, story: string, body: JsonObject): void {
  scope.book.add({
    type,
    id,
    patient: null,
    recorded: momentOf(scope.today - OPENED_DAYS_AGO, 9),
    story: [story],
    body,
  });
}

function writeHospital(scope: ChartScope): void {
  directoryEntry(scope, "Organization", HOSPITAL.id, HOSPITAL.title, {
    identifier: [
      identifier(SYSTEMS.npi, "1811994503", { code: "NPI", display: "National provider identifier" }),
    ],
    active: true,
    type: [concept(code(terminology("organization-type"), "prov", "Healthcare Provider"))],
    name: HOSPITAL.title,
    telecom: [{ system: "phone", value: "(603) 555-0100", use: "work" }],
    address: [WORK_ADDRESS],
  });
}

function writeDepartment(scope: ChartScope, department: Department): void {
  const { id, title } = department;
  const work = phone(scope.random.stream(`department/${id}`));
  directoryEntry(scope, "Organization", `dept-${id}`, title, {
    identifier: [identifier(SYSTEMS.employee, `D-${id}`)],
    active: true,
    type: [concept(code(terminology("organization-type"), "dept", "Hospital Department"))],
    name: title,
    telecom: [{ system: "phone", value: work, use: "work" }],
    partOf: reference(`Organization/${HOSPITAL.id}`, HOSPITAL.title),
  });
  directoryEntry(scope, "Location", `dept-${id}`, title, {
    identifier: [identifier(SYSTEMS.employee, `L-${id}`)],
    status: "active",
    name: title,
    mode: "instance",
    telecom: [{ system: "phone", value: work, use: "work" }],
    address: WORK_ADDRESS,
    position: { longitude: decimal(-72.278, 4), latitude: decimal(42.933, 4) },
    managingOrganization: refOrganization(scope, id),
  });
  if (department.specialty !== null) {
    directoryEntry(scope, "HealthcareService", `service-${id}`, title, {
      active: true,
      providedBy: refOrganization(scope, id),
      name: title,
      location: [refLocation(scope, id)],
      specialty: [concept(code(SYSTEMS.snomed, department.specialty.code, department.specialty.display))],
      telecom: [{ system: "phone", value: work, use: "work" }],
    });
  }
}

function writePayer(scope: ChartScope, id: string, title: string): void {
  directoryEntry(scope, "Organization", id, title, {
    identifier: [identifier("https://payers.example.com/payer-id", id.replace("payer-", "P-"))],
    active: true,
    type: [concept(code(terminology("organization-type"), "ins", "Insurance Company"))],
    name: title,
    telecom: [{ system: "phone", value: phone(scope.random.stream(id)), use: "work" }],
  });
}

function writeMember(scope: ChartScope, member: Member): void {
  const { practitionerId, person, userName } = member;
  const work = phone(scope.random.stream(practitionerId));
  const employee = identifier(SYSTEMS.employee, `E-${scope.book.idOf("employee", userName).slice(0, 6)}`, {
    code: "EI",
    display: "Employee number",
  });
  const npi =
    member.npi === null
      ? []
      : [identifier(SYSTEMS.npi, member.npi, { code: "NPI", display: "National provider identifier" })];
  directoryEntry(scope, "Practitioner", practitionerId, `${member.displayName}, ${member.title}`, {
    identifier: [...npi, employee],
    active: true,
    name: [
      {
        use: "official",
        family: person.family,
        given: person.given,
        suffix: member.credential === null ? undefined : [member.credential],
      },
    ],
    telecom: [
      { system: "phone", value: work, use: "work" },
      { system: "email", value: `${userName}@example.org`, use: "work" },
    ],
    address: [WORK_ADDRESS],
    gender: person.gender,
    qualification: member.credential === null ? undefined : [{ code: { text: member.credential } }],
  });
  const specialty = scope.workforce.department(member.department).specialty;
  directoryEntry(
    scope,
    "PractitionerRole",
    practitionerId.replace("practitioner-", "role-"),
    `${member.displayName}, ${member.title}`,
    {
      active: true,
      practitioner: refMember(member),
      organization: refOrganization(scope, member.department),
      location: [refLocation(scope, member.department)],
      code: [{ text: member.title }],
      specialty:
        specialty === null ? undefined : [concept(code(SYSTEMS.snomed, specialty.code, specialty.display))],
      telecom: [{ system: "phone", value: work, use: "work" }],
    },
  );
}
