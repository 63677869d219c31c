/** The files of a running cluster, by PostgreSQL's low-level backup API (manual, "Making a Base Backup Using the Low Level API"). */
import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { Client } from "pg";
import type { BaseSpan, ClusterFile } from "../../backup/moments/ports.ts";
import { AppError } from "../../kernel/errors.ts";
import type { ClusterPaths } from "./cluster.ts";

/** Of these the server wants the folder and nothing in it (manual, as above). */
const EMPTIED = new Set([
  "pg_wal",
  "pg_replslot",
  "pg_dynshmem",
  "pg_notify",
  "pg_serial",
  "pg_snapshots",
  "pg_stat_tmp",
  "pg_subtrans",
]);
const LEFT_OUT =
  /^(?:postmaster\.(?:pid|opts)|pg_internal\.init.*|pgsql_tmp.*|backup_label(?:\.old)?|tablespace_map)$/;
/** Folders that a cluster needs and that stand in none that is emptied. */
const NEEDED = ["pg_wal/archive_status", "pg_wal/summaries"];

/**
 * @param url of a database of the cluster, as its superuser
 * @param password the superuser's, which the copy still asks for
 */
export function copyCluster(
  url: string,
  { cluster }: Pick<ClusterPaths, "cluster">,
  password: string,
): { readonly files: AsyncIterable<ClusterFile>; span(): BaseSpan } {
  let span: BaseSpan | null = null;
  async function* files(): AsyncGenerator<ClusterFile> {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      await client.query("set statement_timeout = 0");
      // The session has to live until the copy has ended: leaving it ends the backup.
      const [start] = await rowsOf<{ segment: string }>(
        client,
        "select pg_walfile_name(pg_backup_start('modicum base copy', true)) as segment",
      );
      yield* filesIn(cluster, "");
      for (const path of NEEDED) yield { path, bytes: null };
      const [stop] = await rowsOf<{ label: string; segment: string; at: string }>(
        client,
        `select labelfile as label, pg_walfile_name(lsn) as segment,
          ceil(extract(epoch from clock_timestamp()) * 1000)::text as at from pg_backup_stop(false)`,
      );
      if (start === undefined || stop === undefined)
        throw new AppError("internal", "the base copy has no span");
      yield { path: "backup_label", bytes: once(stop.label) };
      yield { path: PASSWORD_COPY, bytes: once(`${password}\n`) };
      span = { startSegment: start.segment, stopSegment: stop.segment, from: Number(stop.at) };
    } finally {
      await client.end();
    }
  }
  return {
    files: files(),
    span: () => {
      if (span === null) throw new AppError("internal", "the base copy was not read to its end");
      return span;
    },
  };
}

/** What the password is called in a copy: it is taken out when the copy is unpacked. */
export const PASSWORD_COPY = "modicum.password";

async function rowsOf<T extends object>(client: Client, statement: string): Promise<readonly T[]> {
  return (await client.query<T>(statement)).rows;
}

async function* filesIn(root: string, folder: string): AsyncGenerator<ClusterFile> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(noneIfGone);
  for (const entry of entries) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (LEFT_OUT.test(entry.name)) continue;
    if (entry.isDirectory()) {
      yield { path, bytes: null };
      if (!EMPTIED.has(path)) yield* filesIn(root, path);
    } else if (entry.isFile()) yield { path, bytes: bytesOf(join(root, path)) };
  }
}

/** A table that is dropped meanwhile takes its files along; the log says so to whoever restores. */
async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of createReadStream(path, { highWaterMark: 256 * 1024 })) yield piece as Buffer;
  } catch (fault) {
    noneIfGone(fault);
  }
}

function noneIfGone(fault: unknown): [] {
  if (fault instanceof Error && "code" in fault && fault.code === "ENOENT") return [];
  throw fault;
}

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
