import { displayName } from "../book.ts";
import { date, dayOfMoment, yearsBetween } from "../calendar.ts";
import type { Visit } from "../demand/types.ts";
import { escapeMarkup } from "../fhir/datatypes.ts";

/** Lines of a note: who, when, what brought them, what was found and planned. */
export function noteLines(visit: Visit, title: string, findings: readonly string[]): string[] {
  const { patient, clinician } = visit;
  const { person } = patient;
  const age = yearsBetween(person.bornOn, dayOfMoment(visit.start));
  const kin = patient.household.members.find((member) => member.key !== person.key);
  const reasons = visit.reasons.map(
    ({ problem }) => `${problem.icd10.display} (${problem.icd10.code}). ${problem.history}.`,
  );
  return [
    title.toUpperCase(),
    `Patient: ${displayName(patient)}   MRN: ${patient.mrn}   Date of birth: ${date(person.bornOn)}   Phone: ${person.mobile}`,
    `Date of service: ${date(dayOfMoment(visit.start))}   Clinician: ${clinician.displayName}${clinician.credential === null ? "" : `, ${clinician.credential}`}`,
    "",
    `${person.given[0]} is a ${age}-year-old ${person.occupation} from ${patient.household.address.town.name}.`,
    ...(kin === undefined ? [] : [`Lives with ${kin.given[0]} ${kin.family}.`]),
    ...(reasons.length === 0 ? ["Here for a yearly check-up, no complaints."] : reasons),
    ...findings,
    "",
    `Electronically signed by ${clinician.displayName}`,
  ];
}

export function plainText(lines: readonly string[]): string {
  return Buffer.from(`${lines.join("\n")}\n`, "utf8").toString("base64");
}

export function htmlText(lines: readonly string[]): string {
  const body = lines.map((line) => `<p>${escapeMarkup(line)}</p>`).join("");
  return Buffer.from(`<!DOCTYPE html><html lang="en"><body>${body}</body></html>`, "utf8").toString("base64");
}
