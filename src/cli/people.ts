import { Command } from "commander";
import { call } from "./client.ts";
import { asOptions, type AsOptions } from "./demo-identity.ts";
import { readInput } from "./input.ts";
import { outputOption, type OutputFormat, print, tell } from "./output.ts";

interface ListOptions extends AsOptions {
  readonly text?: string;
  readonly role?: string;
  readonly after?: string;
  readonly limit: string;
  readonly output: OutputFormat;
}

interface ImportOptions extends AsOptions {
  readonly preview?: boolean;
  readonly first?: boolean;
  readonly output: OutputFormat;
}

interface Person {
  readonly id: string;
  readonly displayName: string;
  readonly roles: readonly string[];
  readonly fhirUser: string | null;
  readonly department: string | null;
  readonly manager: string | null;
  readonly active: boolean;
}

export interface RowError {
  readonly line: number;
  readonly column: string | null;
  readonly message: string;
}

interface Outcome {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly missing: readonly string[];
  readonly errors: readonly RowError[];
}

export function peopleCommand(): Command {
  const people = new Command("people").description("the workforce roster");
  const list = new Command("list")
    .description("list people")
    .option("--text <text>", "part of an id or name")
    .option("--role <role>", "only this role")
    .option("--after <id>", "go on after this person")
    .option("--limit <n>", "people a page", "100")
    .addOption(outputOption())
    .action(listPeople);
  const importCsv = new Command("import")
    .description("import userName,displayName,role,fhirUser,manager,department; all rows or none")
    .argument("[file]", "a CSV file, or - for stdin", "-")
    .option("--preview", "say what would change, and change nothing")
    .option("--first", "into an empty roster, with the database's own rights: nobody can sign in yet")
    .addOption(outputOption())
    .action(importPeople);
  return people.addCommand(asOptions(list)).addCommand(asOptions(importCsv));
}

async function listPeople(options: ListOptions): Promise<void> {
  const query = new URLSearchParams({ limit: options.limit });
  for (const name of ["text", "role", "after"] as const)
    if (options[name] !== undefined) query.set(name, options[name]);
  const page = (await call("GET", `/api/v1/people?${query.toString()}`, options)) as {
    people: readonly Person[];
    next: string | null;
  };
  const columns = ["id", "name", "roles", "fhirUser", "department", "manager", "active"];
  print(
    options.output,
    columns,
    page.people.map((p) => [p.id, p.displayName, p.roles, p.fhirUser, p.department, p.manager, p.active]),
    page,
  );
  if (page.people.length === 0) tell("nobody matches");
  if (page.next !== null) tell(`more: --after ${page.next}`);
}

async function importPeople(file: string, options: ImportOptions): Promise<void> {
  const text = await readInput(file);
  const outcome = await importText(text, options);
  const columns = ["added", "changed", "unchanged", "missing", "errors"];
  const { added, changed, unchanged, missing, errors } = outcome;
  print(options.output, columns, [[added, changed, unchanged, missing.length, errors.length]], outcome);
  tellErrors(errors);
  for (const id of missing)
    tell(`${id} is on the roster and not in the file: an import takes nobody off, their rights stay`);
  if (options.preview === true) tell("a preview: nothing was changed");
  if (errors.length > 0) process.exitCode = 3;
}

async function importText(text: string, options: ImportOptions): Promise<Outcome> {
  const preview = options.preview === true;
  if (options.first) {
    const { importFirstPeopleHere } = await import("./people-first.ts");
    return importFirstPeopleHere(text, preview);
  }
  const body = { type: "text/csv", text };
  return (await call("POST", `/api/v1/people/import?preview=${preview}`, options, body)) as Outcome;
}

/** Row errors of an import, one line each. */
export function tellErrors(errors: readonly RowError[]): void {
  for (const error of errors) {
    tell(`line ${error.line}${error.column === null ? "" : `, ${error.column}`}: ${error.message}`);
  }
}
