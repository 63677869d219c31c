import { Client, type ClientBase } from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import type { BackupDatabase, BackupTable, ReturningTable, Snapshot } from "../backup/ports.ts";
import { AppError } from "../kernel/errors.ts";
import { faultsNamed } from "./fault.ts";
import { MIGRATIONS } from "./migrations/index.ts";
import { migrateUpTo } from "./migrate.ts";

/** Not rows of ours: what the migrations write themselves, and keys of patients, which lie in a pack of their own. */
const LEFT_OUT = new Set(["kysely_migration", "kysely_migration_lock", "patient_key"]);

/** The database at this address, as backups see it. */
export function createBackupDatabase(url: string): BackupDatabase {
  return {
    snapshot: () => faultsNamed("reading the database", () => snapshot(url)),
    restore: (migrations, tables) => faultsNamed("restoring", () => restore(url, migrations, tables)),
  };
}

async function connected(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  // A backup takes as long as it takes.
  await client.query("set statement_timeout = 0");
  return client;
}

async function snapshot(url: string): Promise<Snapshot> {
  const client = await connected(url);
  await client.query("begin transaction isolation level repeatable read read only");
  const { rows } = await client.query<{ name: string }>("select name from kysely_migration order by name");
  return {
    tables: await tablesOf(client),
    migrations: rows.map(({ name }) => name),
    async *read({ table, columns }) {
      const stream = client.query(copyTo(`copy (select ${listOf(columns)} from ${quoted(table)}) to stdout`));
      for await (const chunk of stream) yield chunk as Uint8Array;
    },
    close: () => client.end(),
  };
}

async function restore(
  url: string,
  migrations: readonly string[],
  tables: AsyncIterable<ReturningTable>,
): Promise<void> {
  const unknown = migrations.filter((name) => !Object.hasOwn(MIGRATIONS, name));
  if (unknown.length > 0)
    throw new AppError("input_invalid", `the backup is of a newer release: \`${unknown.join(", ")}\``, {
      hint: "restore it with the release that made it, or a later one",
    });
  const client = await connected(url);
  try {
    if ((await tablesOf(client)).length > 0)
      throw new AppError("conflict", "the database is not empty", {
        hint: "restore into a database without tables; nothing is overwritten",
      });
    await migrateUpTo(url, migrations.at(-1));
    const known = new Set((await tablesOf(client)).map(({ table }) => table));
    await client.query("begin");
    const unproven = await dropUnproven(client);
    // What a row set off when it was written comes back as a row of its own.
    for (const table of known) await client.query(`alter table ${quoted(table)} disable trigger user`);
    for await (const { table, columns, rows } of tables) {
      if (!known.has(table))
        throw new AppError("input_invalid", `the backup holds \`${table}\`, which is no table`);
      const into = copyFrom(`copy ${quoted(table)} (${listOf(columns)}) from stdin`);
      await pipeline(Readable.from(rows), client.query(into));
    }
    for (const table of known) await client.query(`alter table ${quoted(table)} enable trigger user`);
    for (const statement of unproven) await client.query(statement);
    await goOnCounting(client);
    await client.query("commit");
  } finally {
    await client.end();
  }
}

/** Tables, those that are referred to first. */
async function tablesOf(client: ClientBase): Promise<readonly BackupTable[]> {
  const { rows } = await client.query<{ name: string; columns: string[]; needs: string[] }>(`
    select c.relname as name,
      array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0
        and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
      array(select f.confrelid::regclass::text from pg_constraint f
        where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as needs
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition
    order by c.relname`);
  const left = rows.filter(({ name }) => !LEFT_OUT.has(name));
  const ordered = new Map<string, BackupTable>();
  while (ordered.size < left.length) {
    const ready = left.filter(
      ({ name, needs }) => !ordered.has(name) && needs.every((need) => ordered.has(need)),
    );
    if (ready.length === 0) throw new AppError("internal", "tables refer to each other in a circle");
    for (const { name, columns } of ready) ordered.set(name, { table: name, columns });
  }
  return [...ordered.values()];
}

/** Constraints that older rows need not keep to: taken away for them, and put back by these statements. */
async function dropUnproven(client: ClientBase): Promise<readonly string[]> {
  const { rows } = await client.query<{ table: string; name: string; definition: string }>(`
    select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
    from pg_constraint where not convalidated and connamespace = 'public'::regnamespace and coninhcount = 0`);
  for (const { table, name } of rows)
    await client.query(`alter table ${table} drop constraint ${quoted(name)}`);
  return rows.map(
    ({ table, name, definition }) => `alter table ${table} add constraint ${quoted(name)} ${definition}`,
  );
}

async function goOnCounting(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string }>(`
    select c.relname as table, a.attname as column
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    where a.attidentity <> '' and c.relnamespace = 'public'::regnamespace and not c.relispartition`);
  for (const { table, column } of rows)
    await client.query(
      `select setval(pg_get_serial_sequence($1, $2), coalesce(max(${quoted(column)}), 0) + 1, false)
       from ${quoted(table)}`,
      [table, column],
    );
}

function listOf(columns: readonly string[]): string {
  return columns.map(quoted).join(", ");
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
