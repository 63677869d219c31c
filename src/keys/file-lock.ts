import { mkdir, readFile, stat, unlink, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { AppError } from "../kernel/errors.ts";

const STEP_MS = 20;
const PATIENCE_MS = 15_000;
/** Longer than any change takes, a vault that does not answer included. */
const ABANDONED_MS = 120_000;

/**
 * Does `work` while no other process that asks for this lock does. What a killed process left is taken over: at once on
 * the same machine, from another after two minutes.
 * @throws AppError `conflict` when the lock does not come free
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await taken(path))) {
    if (await isAbandoned(path)) await takeAway(path);
    else if (Date.now() > deadline) {
      throw new AppError("conflict", "another process is changing the keys", {
        hint: `wait for it; where none is at work, remove \`${path}\``,
      });
    } else await wait(STEP_MS);
  }
  try {
    return await work();
  } finally {
    await unlink(path).catch(() => undefined);
  }
}

async function taken(path: string): Promise<boolean> {
  try {
    // On the first start there is no folder yet, where the root key lies elsewhere.
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(path, `${hostname()} ${process.pid}\n`, { flag: "wx", mode: 0o600 });
    return true;
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "EEXIST") return false;
    throw new AppError("key_unavailable", "the folder of the keys cannot be written", {
      cause,
      hint: "let the server write its folder `keys`",
    });
  }
}

async function isAbandoned(path: string): Promise<boolean> {
  try {
    const [host, pid] = (await readFile(path, "utf8")).trim().split(" ");
    if (host === hostname() && Number(pid) > 0) return !isAlive(Number(pid));
    return Date.now() - (await stat(path)).mtimeMs > ABANDONED_MS;
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return cause instanceof Error && "code" in cause && cause.code === "EPERM";
  }
}

/**
 * INVARIANT: who takes an abandoned lock away looks again under a lock for just that. Of several who found it abandoned,
 * none takes away the one that another has set in its place.
 */
async function takeAway(path: string): Promise<void> {
  await withFileLock(`${path}.takeover`, async () => {
    if (await isAbandoned(path)) await unlink(path);
  });
}
