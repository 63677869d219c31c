import { type Kysely, Migrator } from "kysely";
import { AppError } from "../kernel/errors.ts";
import { MIGRATIONS } from "./migrations/index.ts";
import type { Schema } from "./schema.ts";

/**
 * Brings the schema up to date; several processes may call it at once. Returns the names that were run.
 * @throws AppError `internal` naming the migration that failed; what it did is rolled back.
 */
export async function migrate(db: Kysely<Schema>): Promise<readonly string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });
  const { error, results } = await migrator.migrateToLatest();
  if (error) {
    const failed = results?.find((result) => result.status === "Error")?.migrationName ?? "none";
    throw new AppError("internal", `the database could not be brought up to date at \`${failed}\``, {
      cause: error,
    });
  }
  return (results ?? []).map((result) => result.migrationName);
}
