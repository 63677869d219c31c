import { CompiledQuery, type Kysely, sql, type Transaction } from "kysely";
import type { PeopleStore } from "../identity/ports.ts";
import type { Person } from "../identity/types.ts";
import { askedTogether } from "../kernel/asked-together.ts";
import { faultsNamed } from "./fault.ts";
import type { PersonTable, Schema } from "./schema.ts";

/** Ready made, since every request asks it. */
const FIND = "select * from person where id = any($1::text[])";

/** The roster in the table `person`. */
export function createPeopleStore(db: Kysely<Schema>): PeopleStore {
  const find = askedTogether((ids: readonly string[]) =>
    faultsNamed("reading the roster", async () => {
      const { rows } = await db.executeQuery<PersonTable>(CompiledQuery.raw(FIND, [ids]));
      return new Map(rows.map((row) => [row.id, personOf(row)]));
    }),
  );
  return {
    find,
    list: (query) => faultsNamed("reading the roster", () => list(db, query)),
    upsert: (people) => faultsNamed("writing the roster", () => upsert(db, people)),
  };
}

async function list(
  db: Kysely<Schema>,
  query: Parameters<PeopleStore["list"]>[0],
): Promise<readonly Person[]> {
  let rows = db.selectFrom("person").selectAll().orderBy("id").limit(query.limit);
  if (query.after !== undefined) rows = rows.where("id", ">", query.after);
  if (query.role !== undefined) rows = rows.where(sql<boolean>`${query.role} = any(roles)`);
  if (query.text !== undefined) {
    const pattern = `%${query.text.replaceAll(/[\\%_]/g, "\\$&")}%`;
    rows = rows.where((or) => or.or([or("id", "ilike", pattern), or("display_name", "ilike", pattern)]));
  }
  return (await rows.execute()).map(personOf);
}

/** PostgreSQL takes 65,535 parameters in a statement. */
const CHUNK = 5_000;

async function upsert(db: Kysely<Schema>, people: readonly Person[]): ReturnType<PeopleStore["upsert"]> {
  return db.transaction().execute(async (transaction) => {
    let [added, written] = [0, 0];
    for (let start = 0; start < people.length; start += CHUNK) {
      const rows = await write(transaction, people.slice(start, start + CHUNK));
      written += rows.length;
      added += rows.filter((row) => row.added).length;
    }
    return { added, changed: written - added, unchanged: people.length - written };
  });
}

function write(
  db: Transaction<Schema>,
  people: readonly Person[],
): Promise<readonly { readonly added: boolean }[]> {
  return (
    db
      .insertInto("person")
      .values(people.map(rowOf))
      .onConflict((conflict) =>
        conflict
          .column("id")
          .doUpdateSet((row) => ({
            display_name: row.ref("excluded.display_name"),
            roles: row.ref("excluded.roles"),
            fhir_user: row.ref("excluded.fhir_user"),
            department: row.ref("excluded.department"),
            manager: row.ref("excluded.manager"),
            active: row.ref("excluded.active"),
          }))
          .where(sql<boolean>`person is distinct from excluded`),
      )
      // PostgreSQL: xmax is 0 in a row version that no update made.
      .returning(sql<boolean>`xmax = 0`.as("added"))
      .execute()
  );
}

function rowOf(person: Person): PersonTable {
  return {
    id: person.id,
    display_name: person.displayName,
    roles: [...person.roles],
    fhir_user: person.fhirUser,
    department: person.department,
    manager: person.manager,
    active: person.active,
  };
}

function personOf(row: PersonTable): Person {
  return {
    id: row.id,
    displayName: row.display_name,
    roles: row.roles,
    fhirUser: row.fhir_user,
    department: row.department,
    manager: row.manager,
    active: row.active,
  };
}
