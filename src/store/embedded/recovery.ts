/** Restores a cluster to a moment: its files, then the log after them, fetched as PostgreSQL asks for it. */
import { chmod, chown, mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { ClusterFile, Recovered, Recovery } from "../../backup/moments/ports.ts";
import { AppError } from "../../kernel/errors.ts";
import { syncFolder } from "../../kernel/sync-folder.ts";
import { type ServerAccount, serverAccount } from "./account.ts";
import { PASSWORD_COPY } from "./base-files.ts";
import { findBinaries } from "./binaries.ts";
import { type ClusterPaths, clusterPaths, readPassword } from "./cluster.ts";
import { startOnFreePort, stopServer } from "./process.ts";
import { connect, DATABASE, urlOf } from "./session.ts";

const FOLDER = "postgres.restoring";
const WANTED = ".wanted";
const NONE = ".none";
const FAILED = "failed";
const LOOK_MS = 20;

/** Status 130 ends the recovery; 1 says that there is none of that name (manual, `restore_command`). */
const COMMAND = [
  `f="../${FOLDER}/%f"`,
  `[ -e "$f" ] || : > "$f${WANTED}"`,
  `while [ ! -e "$f" ]`,
  `do [ -e "$f${NONE}" ] && exit 1`,
  `[ -e "../${FOLDER}/${FAILED}" ] && exit 130`,
  "sleep 0.02",
  "done",
  'mv "$f" "%p"',
].join("; ");

/**
 * Makes a database in an empty folder as it was at a moment, and gives it running; its log is not kept.
 * @throws AppError `conflict` where there is a database already; `report_incomplete` where the moment was not reached; what
 * `segment` throws
 */
export async function recoverCluster({ dataDir, files, moment, segment }: Recovery): Promise<Recovered> {
  const [binaries, account] = await Promise.all([findBinaries(), serverAccount()]);
  const paths = clusterPaths(dataDir, [
    "archive_mode=off",
    `restore_command=${COMMAND}`,
    // Abbreviations of zones are not read at this early time (manual, `recovery_target_time`).
    `recovery_target_time=${new Date(moment).toISOString().replace("T", " ").replace("Z", "+00")}`,
    "recovery_target_action=promote",
    "recovery_target_timeline=current",
  ]);
  await unpack(paths, files, account);
  const feeder = await feed(paths, segment, account);
  try {
    const password = await readPassword(paths);
    const { child, port } = await startOnFreePort(paths, password, binaries, account, 1);
    const stop = (): Promise<void> => stopServer(child);
    await promoted(port, password, () => child.exitCode === null && child.signalCode === null).catch(
      async (fault: unknown) => {
        await stop();
        throw fault;
      },
    );
    return { url: urlOf(port, password, DATABASE), stop };
  } catch (cause) {
    throw feeder.fault() ?? notReached(cause);
  } finally {
    await feeder.close();
  }
}

async function unpack(
  paths: ClusterPaths,
  files: AsyncIterable<ClusterFile>,
  account: ServerAccount | undefined,
): Promise<void> {
  await mkdir(paths.dataDir, { recursive: true, mode: 0o711 });
  if (account) await chmod(paths.dataDir, (await stat(paths.dataDir)).mode | 0o001);
  if (await isThere(paths.cluster))
    throw new AppError("conflict", `there is a database in \`${paths.dataDir}\` already`, {
      hint: "give a folder without one; nothing is overwritten",
    });
  const draft = `${paths.cluster}.draft`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  const own = async (path: string): Promise<void> => {
    if (account) await chown(path, account.uid, account.gid);
  };
  await own(draft);
  for await (const { path, bytes } of files) {
    const at = path === PASSWORD_COPY ? paths.passwordFile : join(draft, path);
    if (bytes === null) await mkdir(at, { recursive: true, mode: 0o700 });
    else await writeFile(at, bytes, { mode: 0o600 });
    await own(at);
  }
  await writeFile(join(draft, "recovery.signal"), "", { mode: 0o600 });
  await own(join(draft, "recovery.signal"));
  await rename(draft, paths.cluster);
  await syncFolder(dirname(paths.cluster));
}

interface Feeder {
  /** What could not be brought; undefined: everything was, or said not to be there. */
  fault(): unknown;
  close(): Promise<void>;
}

/** Brings each segment as it is asked for, until it is closed. */
async function feed(
  { dataDir }: ClusterPaths,
  segment: Recovery["segment"],
  account: ServerAccount | undefined,
): Promise<Feeder> {
  const folder = join(dataDir, FOLDER);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { mode: 0o700 });
  if (account) await chown(folder, account.uid, account.gid);
  let fault: unknown;
  const closed = new AbortController();

  async function bring(name: string): Promise<void> {
    const bytes = await segment(name);
    if (bytes === null) return writeFile(join(folder, `${name}${NONE}`), "", { mode: 0o644 });
    const draft = join(folder, `${name}.part`);
    await writeFile(draft, bytes, { mode: 0o600 });
    if (account) await chown(draft, account.uid, account.gid);
    await rename(draft, join(folder, name));
  }

  async function run(): Promise<void> {
    while (!closed.signal.aborted) {
      for (const asked of await readdir(folder)) {
        if (!asked.endsWith(WANTED)) continue;
        await rm(join(folder, asked));
        await bring(asked.slice(0, -WANTED.length));
      }
      await wait(LOOK_MS);
    }
  }

  const running = run().catch(async (raised: unknown) => {
    fault = raised;
    await writeFile(join(folder, FAILED), "", { mode: 0o644 });
  });
  return {
    fault: () => fault,
    close: async () => {
      closed.abort();
      await running;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** @throws AppError `report_incomplete` when the server ends before the moment is reached */
async function promoted(port: number, password: string, isAlive: () => boolean): Promise<void> {
  while (isAlive()) {
    const client = await connect(port, password).catch(() => undefined);
    const rows = await client
      ?.query<{ recovering: boolean }>("select pg_is_in_recovery() as recovering")
      .then(
        (answer) => answer.rows,
        () => [],
      );
    await client?.end().catch(() => undefined);
    if (rows?.[0]?.recovering === false) return;
    await wait(LOOK_MS * 5);
  }
  throw new AppError("report_incomplete", "the database ended before the moment was reached");
}

function notReached(cause: unknown): unknown {
  if (cause instanceof AppError && cause.code !== "internal") return cause;
  return new AppError("report_incomplete", "the moment could not be restored to", {
    cause,
    hint: "`postgres.log` in the folder of the database says how far it came; take an earlier moment",
  });
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
