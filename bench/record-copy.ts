/** The peer of the record: the same rows by `COPY`, made beforehand. */
import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import { sql } from "kysely";
import { Client } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { StoredEntry } from "../src/audit/ports.ts";
import { storedEntryOf } from "../src/audit/stored-entry.ts";
import { termsOf } from "../src/store/record/terms.ts";
import { BATCH, freshEntries, type RecordBench } from "./record-material.ts";

export interface CopyPeer {
  /** Commits so many batches, each by itself; returns the rows. */
  copy(batches: number): Promise<number>;
  /** @throws Error unless every row that was copied is there, and both tables are indexed alike. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** With so many batches ready. */
export async function copyPeer({ database, sealer }: RecordBench, batches: number): Promise<CopyPeer> {
  await sql`create table copied (like audit_entry_default including all)`.execute(database.kysely);
  await sql`alter table copied drop column leaf`.execute(database.kysely);
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query("set synchronous_commit = on");
  const ready: Buffer[] = [];
  let seq = 0;
  while (ready.length < batches) {
    const rows = await Promise.all(freshEntries(BATCH).map((entry) => storedEntryOf(entry, sealer)));
    ready.push(Buffer.from(rows.map((row) => lineOf(row, ++seq)).join("")));
  }
  let copied = 0;
  return {
    copy: async (wanted) => {
      for (const rows of ready.splice(0, wanted)) {
        await pipeline(Readable.from([rows]), client.query(copyFrom("copy copied from stdin")));
        copied += BATCH;
      }
      return wanted * BATCH;
    },
    check: async () => {
      const { rows } = await client.query<{ ours: number; theirs: number; copied: number }>(`
        select (select count(*) from pg_index where indrelid = 'audit_entry_default'::regclass)::int as ours,
          (select count(*) from pg_index where indrelid = 'copied'::regclass)::int as theirs,
          (select count(*) from copied)::int as copied`);
      const [found] = rows;
      if (found?.copied !== copied || found.ours !== found.theirs)
        throw new Error("the peer wrote something else");
    },
    close: () => client.end(),
  };
}

/** The text format of COPY. */
function lineOf(entry: StoredEntry, seq: number): string {
  const patients = entry.patientIndex.map((index) => `"${hex(index).replace("\\", "\\\\")}"`).join(",");
  const fields = [
    String(seq),
    entry.id,
    new Date(entry.at).toISOString(),
    entry.personId ?? null,
    entry.interaction,
    entry.outcome,
    JSON.stringify(entry.open),
    hex(entry.sealed),
    `{${patients}}`,
    `{${termsOf(entry).join(",")}}`,
  ];
  return `${fields.map((field) => (field === null ? "\\N" : escaped(field))).join("\t")}\n`;
}

function hex(bytes: Uint8Array): string {
  return `\\x${Buffer.from(bytes).toString("hex")}`;
}

function escaped(field: string): string {
  return field.replaceAll("\\", "\\\\").replaceAll("\t", "\\t").replaceAll("\n", "\\n");
}
