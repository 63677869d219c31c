/**
 * How the server hands its write-ahead log to this process: `archive_command` waits until this process has said, by a file,
 * that the segment is kept. PostgreSQL drops no segment before, however either of the two ends.
 */
import { chown, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ServerAccount } from "./account.ts";
import type { ClusterPaths } from "./cluster.ts";

/** Beside the cluster; PostgreSQL runs its commands in the folder of the cluster. */
const FOLDER = "postgres.archive";
const CLOSED = "closed";
const READY = ".ready";

/** Statuses above 125 end the archiver at once in place of three attempts (PostgreSQL manual, `archive_command`). */
const COMMAND = [
  "n=0",
  `while [ ! -e "../${FOLDER}/%f" ]`,
  `do [ -e "../${FOLDER}/${CLOSED}" ] && exit 130`,
  "n=$((n+1))",
  "[ $n -gt 300 ] && exit 1",
  "sleep 0.1",
  "done",
].join("; ");

/** What a server is started with whose log is kept. */
export const ARCHIVING: readonly string[] = [
  "archive_mode=on",
  "wal_level=replica",
  `archive_command=${COMMAND}`,
];

/** Before the server starts: what was said to an earlier one holds no more. */
export async function openArchiveFolder(
  { dataDir }: Pick<ClusterPaths, "dataDir">,
  account: ServerAccount | undefined,
): Promise<void> {
  const folder = join(dataDir, FOLDER);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { mode: 0o700 });
  if (account) await chown(folder, account.uid, account.gid);
}

/** The server need not wait any longer: nobody is there who would keep anything. What waits is kept after the next start. */
export async function closeArchiveFolder({ dataDir }: Pick<ClusterPaths, "dataDir">): Promise<void> {
  const folder = join(dataDir, FOLDER);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, CLOSED), "", { mode: 0o600 });
}

/** What waits to be kept, oldest first: histories before segments of their timeline. */
export async function waitingIn({ cluster }: Pick<ClusterPaths, "cluster">): Promise<{
  readonly names: readonly string[];
  readonly since: number | null;
}> {
  const folder = join(cluster, "pg_wal", "archive_status");
  const ready = (await readdir(folder)).filter((name) => name.endsWith(READY));
  const times = await Promise.all(
    ready.map(async (name) => (await stat(join(folder, name)).catch(() => null))?.mtimeMs ?? Infinity),
  );
  const since = Math.min(...times);
  return {
    names: ready.map((name) => name.slice(0, -READY.length)).toSorted(),
    since: Number.isFinite(since) ? since : null,
  };
}

export function readArchived({ cluster }: Pick<ClusterPaths, "cluster">, name: string): Promise<Buffer> {
  return readFile(join(cluster, "pg_wal", name));
}

/** INVARIANT: said only of what is sealed and durable elsewhere. */
export async function acknowledge(paths: ClusterPaths, name: string): Promise<void> {
  await writeFile(join(paths.dataDir, FOLDER, name), "", { mode: 0o600 });
  await dropOld(paths, name);
}

/** What was said of segments that the server has taken note of is said no more. */
async function dropOld({ dataDir, cluster }: ClusterPaths, newest: string): Promise<void> {
  const waiting = new Set((await waitingIn({ cluster })).names);
  const said = await readdir(join(dataDir, FOLDER));
  for (const name of said)
    if (name !== newest && name !== CLOSED && !waiting.has(name)) await rm(join(dataDir, FOLDER, name));
}
