import { type Kysely, sql } from "kysely";
import type { Schema } from "../schema.ts";

/**
 * The schema as PostgreSQL's catalogs tell it, as SQL: tables with columns and constraints, indexes,
 * functions, triggers. Kysely's own tables are left out.
 */
export async function describeSchema(db: Kysely<Schema>): Promise<string> {
  const parts = await Promise.all([tables(db), indexes(db), functions(db), triggers(db)]);
  return `${parts.flat().join("\n\n")}\n`;
}

const OURS = sql`n.nspname = 'public' and c.relname not like 'kysely%'`;

async function tables(db: Kysely<Schema>): Promise<string[]> {
  const { rows } = await sql<{ name: string; key: string | null; lines: string[] }>`
    select c.relname as name, pg_get_partkeydef(c.oid) as key, array(
      select format('%I %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
        case when a.attnotnull then ' not null' else '' end,
        case a.attidentity when 'a' then ' generated always as identity' else '' end)
      from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum
    ) || array(
      select format('constraint %I %s', k.conname, pg_get_constraintdef(k.oid))
      from pg_constraint k where k.conrelid = c.oid and k.contype <> 'n' order by k.conname
    ) as lines
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where ${OURS} and c.relkind in ('r', 'p') order by c.relname
  `.execute(db);
  return rows.map(
    ({ name, key, lines }) => `create table ${name} (\n  ${lines.join(",\n  ")}\n)${partedBy(key)};`,
  );
}

function partedBy(key: string | null): string {
  return key === null ? "" : ` partition by ${key}`;
}

async function indexes(db: Kysely<Schema>): Promise<string[]> {
  const { rows } = await sql<{ definition: string }>`
    select pg_get_indexdef(i.indexrelid) as definition
    from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
    where ${OURS} and not exists (select from pg_constraint k where k.conindid = i.indexrelid)
    order by i.indexrelid::regclass::text
  `.execute(db);
  return rows.map((row) => `${row.definition};`);
}

async function functions(db: Kysely<Schema>): Promise<string[]> {
  const { rows } = await sql<{ definition: string }>`
    select pg_get_functiondef(p.oid) as definition
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'public' order by p.proname
  `.execute(db);
  return rows.map((row) => `${row.definition.trimEnd()};`);
}

async function triggers(db: Kysely<Schema>): Promise<string[]> {
  const { rows } = await sql<{ definition: string }>`
    select pg_get_triggerdef(t.oid) as definition
    from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
    where ${OURS} and not t.tgisinternal order by t.tgname, c.relname
  `.execute(db);
  return rows.map((row) => `${row.definition};`);
}
