import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** What PostgreSQL writes into `postmaster.pid` while it runs; a crash leaves it behind. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

/** Reads the pid file of a cluster; undefined when there is none, or it is not yet complete. */
export async function readPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const text = await readFile(join(cluster, "postmaster.pid"), "utf8").catch(() => "");
  const lines = text.split("\n");
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return Number.isInteger(pid) && pid > 0 && port > 0 ? { pid, port } : undefined;
}

export type ProcessState = "postgres" | "another" | "ended";

/**
 * What lives under this process id. Where the system has no /proc, whatever lives there is taken for PostgreSQL.
 * A process that ended and that its parent has not waited for counts as ended: in a container there may be
 * nobody who will.
 */
export async function stateOf(pid: number): Promise<ProcessState> {
  if (!isSignalable(pid)) return "ended";
  const status = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const [, name = "postgres", state = ""] = /\((.*)\) (\w)/s.exec(status) ?? [];
  if (state === "Z" || state === "X") return "ended";
  return name === "postgres" ? "postgres" : "another";
}

/** Resolves true when the process has ended, false when it has not after `timeoutMs`. */
export async function hasEnded(pid: number, timeoutMs: number): Promise<boolean> {
  for (let waited = 0; waited < timeoutMs; waited += 50) {
    if ((await stateOf(pid)) === "ended") return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return (await stateOf(pid)) === "ended";
}

function isSignalable(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return cause instanceof Error && "code" in cause && cause.code === "EPERM";
  }
}
