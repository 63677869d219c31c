import { csvLine as line } from "../kernel/csv-line.ts";
import type { PersonAccess, RoleAccess } from "./access-report.ts";
import { sampleSentence } from "./sample.ts";

/** One line for each person, role, purpose and group of elements. */
const COLUMNS = [
  "person",
  "name",
  "department",
  "manager",
  "role",
  "job title",
  "job functions",
  "purpose",
  "relations",
  "systems",
  "group",
  "elements",
  "break glass",
  "may ask under",
  "approves",
  "recertify",
  "by",
  "why",
  "rules",
] as const;

/**
 * The report as CSV (RFC 4180), line by line; a cell that a spreadsheet would run gets a leading apostrophe. Of a sample
 * that came out shorter than was asked for, the last line says so.
 */
export function* accessCsv(people: readonly PersonAccess[], asked = 0): Iterable<string> {
  yield line(COLUMNS);
  for (const person of people) yield* personLines(person);
  if (people.length < asked) yield padded([sampleSentence(people.length, asked)]);
}

function* personLines(person: PersonAccess): Iterable<string> {
  const who = [person.person, person.displayName, person.department ?? "", person.manager ?? ""];
  if (person.roles.length + person.unknownRoles.length === 0) yield padded(who);
  for (const role of person.unknownRoles) yield padded([...who, role, "not in the policy"]);
  for (const role of person.roles) yield* roleLines(who, role);
}

function* roleLines(who: readonly string[], role: RoleAccess): Iterable<string> {
  const job = [...who, role.role, role.title, role.jobFunctions.join("; ")];
  const glass = role.breakGlass ? "yes" : "no";
  const { every, by } = role.recertify;
  const controls = [glass, role.jit.join(" "), role.approve.join(" "), every, by, role.why];
  if (role.access.length === 0) yield line([...job, "", "", "", "", "", ...controls, ""]);
  for (const { purpose, relations, systems, groups, rules } of role.access) {
    for (const { group, elements } of groups) {
      const shown = elements.map(({ element, as }) => (as === "keep" ? element : `${element} as ${as}`));
      const scope = [purpose, relations.join(" "), systems.join(" "), group, shown.join("; ")];
      yield line([...job, ...scope, ...controls, rules.join(" ")]);
    }
  }
}

function padded(cells: readonly string[]): string {
  return line([...cells, ...Array.from({ length: COLUMNS.length - cells.length }, () => "")]);
}
