import { Kysely, type Migration, Migrator, NO_MIGRATIONS, PostgresDialect, sql } from "kysely";
import { Pool } from "pg";
import { AppError } from "../kernel/errors.ts";
import { MIGRATIONS } from "./migrations/index.ts";
import type { Schema } from "./schema.ts";

/** insufficient_privilege (PostgreSQL manual, appendix A). */
const NOT_ALLOWED = "42501";

/**
 * Brings the schema up to date, all of it in one transaction; several processes may call it at once. Returns the names
 * that were run.
 * @throws AppError `config_invalid` when the user may not create tables, or when a later release wrote the database;
 * `internal` naming the migration that failed, and everything is as it was.
 */
export async function migrate(
  db: Kysely<Schema>,
  migrations: Readonly<Record<string, Migration>> = MIGRATIONS,
): Promise<readonly string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
  await refuseNewer(db, migrations);
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
      hint: "nothing was changed; start the release that it was written by, and report this",
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

/** A later release may have changed what this one would misread. */
async function refuseNewer(
  db: Kysely<Schema>,
  migrations: Readonly<Record<string, Migration>>,
): Promise<void> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === RUN)) return;
  const { rows } = await sql<{
    readonly name: string;
  }>`select name from ${sql.table(RUN)} order by name`.execute(db);
  const unknown = rows.filter(({ name }) => !Object.hasOwn(migrations, name)).at(-1);
  if (unknown === undefined) return;
  throw new AppError(
    "config_invalid",
    `the database was written by a later release, at \`${unknown.name}\``,
    {
      hint: "start that release or a later one; to go back, restore the backup from before the upgrade",
    },
  );
}

/** Where Kysely keeps what was run. */
const RUN = "kysely_migration";

function codeOf(fault: unknown): unknown {
  return fault instanceof Error && "code" in fault ? fault.code : undefined;
}
