import { readConfig } from "../config.ts";
import { importPeople, type PeopleImport } from "../identity/people-import.ts";
import type { PeopleStore } from "../identity/ports.ts";
import { AppError } from "../kernel/errors.ts";
import { databaseUrl, openDatabase } from "../store/database.ts";
import { createPeopleStore } from "../store/people-store.ts";
import { openPolicyHere } from "./policy-here.ts";

type Roles = Parameters<typeof importPeople>[2]["roles"];

/**
 * Imports into the database itself, past the server: nobody can sign in to import the first of them.
 * Whoever may read the database's address may do this once.
 * @throws AppError `conflict` when the roster has people; `database_unreachable` when it does not run
 */
export async function importFirstPeopleHere(csv: string, preview: boolean): Promise<PeopleImport> {
  const { policy } = await openPolicyHere();
  const roles = new Map([...policy.roles.values()].map(({ id, conflictsWith }) => [id, conflictsWith]));
  const config = readConfig(process.env, process.cwd());
  const database = await openDatabase({ ...config, databaseUrl: await databaseUrl(config), poolSize: 1 });
  try {
    return await importFirstPeople(csv, createPeopleStore(database.kysely), { roles, preview });
  } finally {
    await database.close();
  }
}

/** INVARIANT: a roster with anybody on it is changed by people on it alone (45 CFR 164.308(a)(3)(ii)(A)). */
export async function importFirstPeople(
  csv: string,
  people: PeopleStore,
  options: { readonly roles: Roles; readonly preview: boolean },
): Promise<PeopleImport> {
  if ((await people.list({ limit: 1 })).length > 0) {
    throw new AppError("conflict", "the roster has people already", {
      hint: "import as one of them, with a token in MODICUM_TOKEN",
    });
  }
  return importPeople(csv, people, { ...options, importer: "" });
}
