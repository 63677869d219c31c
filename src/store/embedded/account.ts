import { execFile, type SpawnOptions } from "node:child_process";
import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { AppError } from "../../kernel/errors.ts";

const run = promisify(execFile);

/** The operating system's account that PostgreSQL runs under; it refuses to run as root. */
export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
}

/** How to start a PostgreSQL program: the command line, and under which account. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly options: Pick<SpawnOptions, "uid" | "gid">;
}

/**
 * Undefined when this process is not root: PostgreSQL then runs under the same account.
 * For root it is the account `postgres`, which is created where it is missing.
 */
export async function serverAccount(): Promise<ServerAccount | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  try {
    return await lookUp();
  } catch {
    return await create();
  }
}

async function lookUp(): Promise<ServerAccount> {
  const [uid, gid] = await Promise.all([run("id", ["-u", "postgres"]), run("id", ["-g", "postgres"])]);
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

async function create(): Promise<ServerAccount> {
  try {
    await run("useradd", ["--system", "--user-group", "--no-create-home", "postgres"]);
    return await lookUp();
  } catch (cause) {
    throw new AppError(
      "config_invalid",
      "PostgreSQL does not run as root, and the account `postgres` could not be created",
      {
        cause,
        hint: "run as another user, or create the account `postgres`, or set DATABASE_URL",
      },
    );
  }
}

/**
 * The command that runs `program` under `account`, where it must be able to reach `folders`.
 * Below a folder that is closed to that account (`/root`, a `mktemp -d`), it keeps one capability of root,
 * that of passing file permissions, by way of setpriv(1).
 */
export async function launch(
  account: ServerAccount | undefined,
  program: string,
  args: readonly string[],
  folders: readonly string[],
): Promise<Launch> {
  if (!account) return { command: program, args, options: {} };
  const reachable = await Promise.all(
    [dirname(program), ...folders].map((folder) => canReach(account, folder)),
  );
  if (reachable.every(Boolean)) return { command: program, args, options: account };
  return { command: "setpriv", args: [...privileges(account), program, ...args], options: {} };
}

function privileges(account: ServerAccount): readonly string[] {
  const only = "-all,+dac_override";
  return [
    `--reuid=${account.uid}`,
    `--regid=${account.gid}`,
    "--clear-groups",
    "--securebits=+no_setuid_fixup",
    `--inh-caps=${only}`,
    `--ambient-caps=${only}`,
    `--bounding-set=${only}`,
  ];
}

/** True when every folder on the way lets the account through. */
async function canReach(account: ServerAccount, folder: string): Promise<boolean> {
  const { mode, uid, gid } = await stat(folder);
  const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
  if ((mode & bit) === 0) return false;
  return dirname(folder) === folder || canReach(account, dirname(folder));
}
