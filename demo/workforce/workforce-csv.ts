import { csvText } from "../samples/csv.ts";
import type { Hospital } from "../hospital.ts";

const COLUMNS = ["userName", "displayName", "role", "fhirUser", "manager", "department"] as const;

/** The roster as `people import` reads it: everyone who works here, and the demo's patient. */
export function workforceCsv(hospital: Pick<Hospital, "workforce">): string {
  const staff = hospital.workforce.members.map((member) => [
    member.userName,
    member.displayName,
    member.role,
    `Practitioner/${member.practitionerId}`,
    member.manager ?? "",
    member.department,
  ]);
  const pat = ["pat.patient", "Pat Rivera", "patient", "Patient/patient-pat", "", ""];
  return csvText([COLUMNS, ...staff, pat]);
}
