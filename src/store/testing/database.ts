import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { inject } from "vitest";
import { type Database, openDatabase } from "../database.ts";
import type { Schema } from "../schema.ts";

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

/** Every byte that the table's columns hold, as one string (one character per byte). */
export async function bytesOf(database: Database, table: keyof Schema): Promise<string> {
  const rows = await database.kysely.selectFrom(table).selectAll().execute();
  return rows.flatMap((row) => Object.values(row).map(bytesOfValue)).join("\n");
}

function bytesOfValue(value: unknown): string {
  if (Buffer.isBuffer(value)) return value.toString("latin1");
  if (Array.isArray(value)) return value.map(bytesOfValue).join("\n");
  return JSON.stringify(value);
}
