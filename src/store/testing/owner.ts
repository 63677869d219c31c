import { openDatabase } from "../database.ts";
import { migrate } from "../migrate.ts";

/** A process that owns the embedded database over a folder, adds a person, and lives until it is killed. */
const [dataDir = "", person = ""] = process.argv.slice(2);
const database = await openDatabase({ dataDir });
await migrate(database.kysely);
await database.kysely
  .insertInto("person")
  .values({
    id: person,
    display_name: person,
    roles: ["nurse"],
    fhir_user: null,
    department: null,
    manager: null,
    active: true,
  })
  .execute();
console.log("written");
setInterval(() => undefined, 1000);
