import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, chown, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../../kernel/errors.ts";
import { launch, type ServerAccount } from "./account.ts";
import type { PostgresBinaries } from "./binaries.ts";

export const SUPERUSER = "modicum";

/** Where the parts of the embedded database lie under the data folder. */
export interface ClusterPaths {
  readonly dataDir: string;
  /** PostgreSQL's own data folder. */
  readonly cluster: string;
  /** Mode 0600. */
  readonly passwordFile: string;
  readonly log: string;
  /** What its server is started with beyond what holds for each, as `name=value`. */
  readonly settings: readonly string[];
}

export function clusterPaths(dataDir: string, settings: readonly string[] = []): ClusterPaths {
  return {
    dataDir,
    cluster: join(dataDir, "postgres"),
    passwordFile: join(dataDir, "postgres.password"),
    log: join(dataDir, "postgres.log"),
    settings,
  };
}

/** @throws AppError `database_unreachable` when no database was made here yet. */
export async function readPassword(paths: ClusterPaths): Promise<string> {
  try {
    return (await readFile(paths.passwordFile, "utf8")).trim();
  } catch (cause) {
    throw new AppError("database_unreachable", `there is no database in \`${paths.dataDir}\``, {
      cause,
      hint: "start modicum once, or set MODICUM_DATA",
    });
  }
}

/**
 * Makes the cluster when there is none: initdb into a draft that is renamed when complete, so that a crash
 * on the first start leaves nothing half-made.
 * @throws AppError `internal` when initdb fails.
 */
export async function prepareCluster(
  paths: ClusterPaths,
  binaries: PostgresBinaries,
  account: ServerAccount | undefined,
): Promise<void> {
  await mkdir(paths.dataDir, { recursive: true });
  // The server's account passes through to its own folder; it cannot list what else lies here.
  if (account) await chmod(paths.dataDir, (await stat(paths.dataDir)).mode | 0o001);
  if (await isMade(paths)) return;

  const draft = `${paths.cluster}.draft`;
  const passwordDraft = `${paths.passwordFile}.draft`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  await rm(passwordDraft, { force: true });
  await writeFile(passwordDraft, `${randomBytes(24).toString("hex")}\n`, { mode: 0o600 });
  if (account) {
    await chown(draft, account.uid, account.gid);
    await chown(passwordDraft, account.uid, account.gid);
  }
  await initialize(draft, passwordDraft, binaries, account);
  await rename(passwordDraft, paths.passwordFile);
  await rename(draft, paths.cluster);
}

async function isMade(paths: ClusterPaths): Promise<boolean> {
  try {
    await stat(join(paths.cluster, "PG_VERSION"));
    return true;
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return false;
    throw new AppError("config_invalid", `the database in \`${paths.cluster}\` cannot be read`, {
      cause,
      hint: "run as the user that made it, or set MODICUM_DATA",
    });
  }
}

async function initialize(
  folder: string,
  passwordFile: string,
  binaries: PostgresBinaries,
  account: ServerAccount | undefined,
): Promise<void> {
  const args = [
    `--pgdata=${folder}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
  ];
  const { command, args: line, options } = await launch(account, binaries.initdb, args, [folder]);
  const child = spawn(command, line, {
    ...options,
    stdio: ["ignore", "ignore", "pipe"],
    env: { LC_ALL: "C" },
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  const status = await new Promise<number | string>((resolve) => {
    child.once("error", (fault) => resolve(fault.message));
    child.once("close", (code, signal) => resolve(code ?? signal ?? "no status"));
  });
  if (status !== 0) {
    throw new AppError("internal", `the database could not be made: initdb ended with \`${status}\``, {
      cause: new Error(said.trim()),
      hint: "see whether the disk is full and the data folder writable, or set DATABASE_URL",
    });
  }
}
