import { isDeepStrictEqual } from "node:util";
import { type CsvRow, readCsv, type RowError, valuesOf } from "./csv.ts";
import { everyone } from "./holders.ts";
import type { PeopleStore } from "./ports.ts";
import { isSharedName } from "./shared-name.ts";
import type { Person } from "./types.ts";

export const PEOPLE_COLUMNS = [
  "userName",
  "displayName",
  "role",
  "fhirUser",
  "manager",
  "department",
] as const;
type Column = (typeof PEOPLE_COLUMNS)[number];

/** What an import changes, or would. */
export interface PeopleImport {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** On the roster but not in the file: proposed for offboarding, never deleted. */
  readonly missing: readonly string[];
  /** All of them, by line; with any, nothing is changed. */
  readonly errors: readonly RowError[];
}

export interface PeopleImportOptions {
  /** Role ids of the policy in force, each with those that nobody may hold beside it. */
  readonly roles: ReadonlyMap<string, readonly string[]>;
  /** Who imports. They give nobody what they could then use themselves: their own row may not change. */
  readonly importer: string;
  /** Says what would change, and changes nothing. */
  readonly preview?: boolean;
}

const USER_NAME = /^[a-z0-9]+([.-][a-z0-9]+)*$/;
const FHIR_USER = /^(Practitioner|Patient)\/[A-Za-z0-9.-]{1,64}$/;

/**
 * Imports the workforce from CSV: `userName,displayName,role,fhirUser,manager,department`, several roles with `;`.
 * All rows or none. Whoever is on the roster and not in the file stays as they are; an ended account is not
 * brought back (45 CFR 164.308(a)(3)(ii)(C)).
 */
export async function importPeople(
  csv: string,
  people: PeopleStore,
  options: PeopleImportOptions,
): Promise<PeopleImport> {
  const { rows, errors: fileErrors } = readCsv(csv, PEOPLE_COLUMNS);
  const roster = new Map<string, Person>();
  for await (const person of everyone(people)) roster.set(person.id, person);
  const errors = [...fileErrors, ...rowErrors(rows, roster, options)].toSorted((a, b) => a.line - b.line);
  if (errors.length > 0) return { added: 0, changed: 0, unchanged: 0, missing: [], errors };
  const imported = rows.map((row) => personOf(row, roster));
  const named = new Set(imported.map((person) => person.id));
  const missing = [...roster.keys()].filter((id) => !named.has(id));
  const counts = options.preview ? compare(imported, roster) : await people.upsert(imported);
  return { ...counts, missing, errors };
}

function compare(imported: readonly Person[], roster: ReadonlyMap<string, Person>) {
  const added = imported.filter((person) => !roster.has(person.id)).length;
  const unchanged = imported.filter((person) => isDeepStrictEqual(roster.get(person.id), person)).length;
  return { added, changed: imported.length - added - unchanged, unchanged };
}

function cell(row: CsvRow, column: Column): string {
  return row.cells.get(column) ?? "";
}

function personOf(row: CsvRow, roster: ReadonlyMap<string, Person>): Person {
  const id = cell(row, "userName");
  return {
    id,
    displayName: cell(row, "displayName"),
    roles: valuesOf(cell(row, "role")),
    fhirUser: cell(row, "fhirUser") || null,
    department: cell(row, "department") || null,
    manager: cell(row, "manager") || null,
    active: roster.get(id)?.active ?? true,
  };
}

function rowErrors(
  rows: readonly CsvRow[],
  roster: ReadonlyMap<string, Person>,
  { roles, importer }: PeopleImportOptions,
): readonly RowError[] {
  const known = new Set([...roster.keys(), ...rows.map((row) => cell(row, "userName"))]);
  return [
    ...rows.flatMap((row) => [...nameErrors(row), ...roleErrors(row, roles), ...bindingErrors(row, known)]),
    ...repeated(rows, "userName", (name) => `\`${name}\` comes twice`),
    ...repeated(rows, "fhirUser", (name) => `\`${name}\` is bound to two people`),
    ...takenBindings(rows, roster),
    ...ownRow(rows, roster, importer),
  ];
}

function error(row: CsvRow, column: Column, message: string): RowError {
  return { line: row.line, column, message };
}

function nameErrors(row: CsvRow): readonly RowError[] {
  const name = cell(row, "userName");
  const errors: RowError[] = [];
  if (!USER_NAME.test(name)) {
    errors.push(
      error(
        row,
        "userName",
        `\`${name}\` is no sign-in name: use lower-case letters, digits, dots and dashes`,
      ),
    );
  } else if (isSharedName(name)) {
    errors.push(error(row, "userName", `\`${name}\` is the name of a place or job, not of a person`));
  }
  if (cell(row, "displayName") === "") errors.push(error(row, "displayName", "the display name is empty"));
  return errors;
}

function roleErrors(row: CsvRow, roles: PeopleImportOptions["roles"]): readonly RowError[] {
  const named = valuesOf(cell(row, "role"));
  if (named.length === 0) return [error(row, "role", "the role is empty")];
  return named.flatMap((role, index) => {
    const conflicts = roles.get(role);
    if (conflicts === undefined) return [error(row, "role", `the policy has no role \`${role}\``)];
    const other = named.slice(0, index).find((held) => conflicts.includes(held));
    return other === undefined ? [] : [error(row, "role", `the roles \`${other}\` and \`${role}\` conflict`)];
  });
}

/** 45 CFR 164.308(a)(3)(ii)(A): access is authorized by somebody else than who gets it. */
function ownRow(
  rows: readonly CsvRow[],
  roster: ReadonlyMap<string, Person>,
  importer: string,
): readonly RowError[] {
  return rows
    .filter((row) => cell(row, "userName") === importer)
    .filter((row) => !isDeepStrictEqual(roster.get(importer), personOf(row, roster)))
    .map((row) => error(row, "userName", "nobody changes their own row: let somebody else import it"));
}

function bindingErrors(row: CsvRow, known: ReadonlySet<string>): readonly RowError[] {
  const [name, fhirUser, manager] = [cell(row, "userName"), cell(row, "fhirUser"), cell(row, "manager")];
  const errors: RowError[] = [];
  if (fhirUser !== "" && !FHIR_USER.test(fhirUser)) {
    errors.push(
      error(row, "fhirUser", `\`${fhirUser}\` is neither \`Practitioner/<id>\` nor \`Patient/<id>\``),
    );
  }
  if (manager !== "" && !known.has(manager))
    errors.push(error(row, "manager", `nobody is called \`${manager}\``));
  if (manager !== "" && manager === name)
    errors.push(error(row, "manager", `\`${name}\` cannot manage themself`));
  return errors;
}

function repeated(
  rows: readonly CsvRow[],
  column: Column,
  message: (value: string) => string,
): readonly RowError[] {
  const seen = new Set<string>();
  return rows.flatMap((row) => {
    const value = cell(row, column);
    if (value === "" || !seen.has(value)) {
      seen.add(value);
      return [];
    }
    return [error(row, column, message(value))];
  });
}

/** Two accounts on one Practitioner would share what either may see. */
function takenBindings(rows: readonly CsvRow[], roster: ReadonlyMap<string, Person>): readonly RowError[] {
  const rebound = new Set(rows.map((row) => cell(row, "userName")));
  const taken = new Map(
    [...roster.values()].flatMap(({ id, fhirUser }) =>
      fhirUser && !rebound.has(id) ? [[fhirUser, id] as const] : [],
    ),
  );
  return rows.flatMap((row) => {
    const owner = taken.get(cell(row, "fhirUser"));
    if (owner === undefined) return [];
    return [error(row, "fhirUser", `\`${cell(row, "fhirUser")}\` is bound to \`${owner}\` already`)];
  });
}
