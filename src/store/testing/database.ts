import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { inject } from "vitest";
import { type Database, openDatabase } from "../database.ts";

/** A migrated database of one's own on the server of this test run. */
export async function freshDatabase(): Promise<Database> {
  const template = new URL(inject("templateUrl"));
  const name = `test_${randomBytes(6).toString("hex")}`;
  const admin = new URL("/postgres", template);
  const client = new Client({ connectionString: admin.href });
  await client.connect();
  await client.query(`create database ${name} template ${template.pathname.slice(1)}`);
  await client.end();
  return openDatabase({
    dataDir: "/nonexistent",
    databaseUrl: new URL(`/${name}`, template).href,
    poolSize: 5,
  });
}
