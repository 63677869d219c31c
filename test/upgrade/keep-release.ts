/**
 * Keeps the database and the keys of a data folder as the fixture that later releases are opened with:
 * `npm run keep-release -- DATA_DIR OUT.json.gz`. Nothing may run on the folder; it has to be a demo's.
 */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { Client } from "pg";
import { to as copyTo } from "pg-copy-streams";
import { openDatabase } from "../../src/store/database.ts";
import type { KeptRelease } from "./kept-release.ts";

async function keep(dataDir: string): Promise<KeptRelease> {
  const keys: Record<string, string> = {};
  for (const entry of await readdir(join(dataDir, "keys"), { withFileTypes: true }))
    if (entry.isFile()) keys[entry.name] = await readFile(join(dataDir, "keys", entry.name), "utf8");
  const database = await openDatabase({ dataDir });
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'kysely%' order by 1",
  );
  const tables: Record<string, string> = {};
  for (const { name } of rows) tables[name] = await text(client.query(copyTo(`copy "${name}" to stdout`)));
  const newest = await client.query<{ name: string }>("select max(name) as name from kysely_migration");
  await client.end();
  await database.close();
  return { migration: newest.rows[0]?.name ?? "", keys, tables };
}

const [dataDir, out] = process.argv.slice(2);
if (dataDir === undefined || out === undefined) throw new Error("usage: keep-release DATA_DIR OUT.json.gz");
const kept = await keep(dataDir);
await writeFile(out, gzipSync(JSON.stringify(kept), { level: 9 }));
for (const [name, rows] of Object.entries(kept.tables))
  process.stdout.write(`${name}: ${rows.split("\n").length - 1} rows\n`);
