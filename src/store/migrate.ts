import { Kysely, Migrator, NO_MIGRATIONS, PostgresDialect } from "kysely";
import { Pool } from "pg";
import { AppError } from "../kernel/errors.ts";
import { MIGRATIONS } from "./migrations/index.ts";
import type { Schema } from "./schema.ts";

/** insufficient_privilege (PostgreSQL manual, appendix A). */
const NOT_ALLOWED = "42501";

/**
 * Brings the schema up to date; several processes may call it at once. Returns the names that were run.
 * @throws AppError `config_invalid` when the user may not create tables; `internal` naming the migration that failed; what it did is rolled back.
 */
export async function migrate(db: Kysely<Schema>): Promise<readonly string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });
  const { error, results } = await migrator.migrateToLatest();
  if (codeOf(error) === NOT_ALLOWED) {
    throw new AppError("config_invalid", "the database's user may not create tables", {
      cause: error,
      hint: "let it own the database: `create database modicum owner modicum`",
    });
  }
  if (error) {
    const failed = results?.find((result) => result.status === "Error")?.migrationName ?? "none";
    throw new AppError("internal", `the database could not be brought up to date at \`${failed}\``, {
      cause: error,
    });
  }
  return (results ?? []).map((result) => result.migrationName);
}

/** Makes the tables in an empty database as this migration left them; without one, none. @throws AppError `internal` */
export async function migrateUpTo(url: string, name: string | undefined): Promise<void> {
  const pool = new Pool({ connectionString: url, max: 2 });
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  try {
    const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });
    const { error } = await migrator.migrateTo(name ?? NO_MIGRATIONS);
    if (error) throw new AppError("internal", "the tables could not be made", { cause: error });
  } finally {
    await db.destroy();
  }
}

function codeOf(fault: unknown): unknown {
  return fault instanceof Error && "code" in fault ? fault.code : undefined;
}
