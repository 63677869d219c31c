import { chmod, mkdir, writeFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import { gunzipSync } from "node:zlib";
import { Kysely, Migrator, PostgresDialect } from "kysely";
import { Client, Pool } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { MIGRATIONS } from "../../src/store/migrations/index.ts";

/** What a release left behind. */
export interface KeptRelease {
  /** The newest migration it had run. */
  readonly migration: string;
  /** Files of `keys/`. A demo's: they open nothing but this. */
  readonly keys: Readonly<Record<string, string>>;
  /** By table, in the text format of COPY. */
  readonly tables: Readonly<Record<string, string>>;
}

export function keptRelease(name: string): KeptRelease {
  const bytes = readFileSync(join(import.meta.dirname, `${name}.json.gz`));
  return JSON.parse(gunzipSync(bytes).toString("utf8")) as KeptRelease;
}

/** Makes the empty database at this URL that of the release. */
export async function restoreDatabase({ migration, tables }: KeptRelease, url: string): Promise<void> {
  const db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: new Pool({ connectionString: url }) }),
  });
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });
  const { error } = await migrator.migrateTo(migration);
  await db.destroy();
  if (error !== undefined) throw new Error("the schema of the release cannot be made", { cause: error });
  const client = new Client({ connectionString: url });
  await client.connect();
  // As a backup is restored: rows refer to rows of tables that come later.
  await client.query("set session_replication_role = replica");
  // What migrations put in is among the rows.
  const names = Object.keys(tables).map((name) => `"${name}"`);
  await client.query(`truncate ${names.join(", ")}`);
  for (const [name, rows] of Object.entries(tables))
    await pipeline(Readable.from([rows]), client.query(copyFrom(`copy "${name}" from stdin`)));
  await client.end();
}

/** Writes the keys as they lay there. */
export async function restoreKeys({ keys }: KeptRelease, keysDir: string): Promise<void> {
  await mkdir(keysDir, { recursive: true, mode: 0o700 });
  for (const [name, text] of Object.entries(keys)) {
    await writeFile(join(keysDir, name), text, { mode: 0o600 });
    await chmod(join(keysDir, name), 0o600);
  }
}
