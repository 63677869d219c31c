import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { openDatabase } from "../src/store/database.ts";
import { migrate } from "../src/store/migrate.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The server of this test run; its database is the migrated template of every other. */
    readonly templateUrl: string;
  }
}

/** One embedded PostgreSQL for the whole run; each test file clones its template. */
export default async function startPostgres(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), "modicum-db-"));
  const database = await openDatabase({ dataDir });
  await migrate(database.kysely);
  // PostgreSQL copies a template only while nobody is connected to it.
  await database.kysely.destroy();
  project.provide("templateUrl", database.url);
  return async () => {
    await database.close();
    await rm(dataDir, { recursive: true });
  };
}
