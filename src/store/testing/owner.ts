import { openDatabase } from "../database.ts";
import { migrate } from "../migrate.ts";

/** A process that owns the embedded database over the folder it is given, until it is killed. */
const database = await openDatabase({ dataDir: process.argv[2] ?? "" });
await migrate(database.kysely);
await database.kysely
  .insertInto("person")
  .values({
    id: "nina.nurse",
    display_name: "Nina",
    roles: ["nurse"],
    fhir_user: null,
    department: null,
    manager: null,
    active: true,
  })
  .execute();
console.log("written");
setInterval(() => undefined, 1000);
