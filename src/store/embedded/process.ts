import { type ChildProcess, spawn } from "node:child_process";
import { open, readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { AppError } from "../../kernel/errors.ts";
import { launch, type ServerAccount } from "./account.ts";
import type { PostgresBinaries } from "./binaries.ts";
import type { ClusterPaths } from "./cluster.ts";
import { connect } from "./session.ts";

const START_TIMEOUT_MS = 120_000;
export const STOP_TIMEOUT_MS = 30_000;

/** A server process that answers on its port. */
export interface Started {
  readonly child: ChildProcess;
  readonly port: number;
}

/**
 * Starts the server and waits until it answers, crash recovery included.
 * @throws AppError `internal` when it does not, with the end of its log as the cause.
 */
export async function startOnFreePort(
  paths: ClusterPaths,
  password: string,
  binaries: PostgresBinaries,
  account: ServerAccount | undefined,
  attempts = 3,
): Promise<Started> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    try {
      return { child: await startOnPort(port, paths, password, binaries, account), port };
    } catch (fault) {
      if (attempt >= attempts) throw fault;
    }
  }
}

/**
 * Starts the server on this port and waits until it answers, crash recovery included.
 * @throws AppError `internal` when it does not, with the end of its log as the cause.
 */
export async function startOnPort(
  port: number,
  paths: ClusterPaths,
  password: string,
  binaries: PostgresBinaries,
  account: ServerAccount | undefined,
): Promise<ChildProcess> {
  const child = await spawnServer(paths, port, binaries, account);
  if (await isReady(child, port, password)) return child;
  await stopServer(child);
  throw new AppError("internal", "the embedded database did not start", {
    cause: new Error(await lastLines(paths.log)),
    hint: `read \`${paths.log}\``,
  });
}

async function spawnServer(
  paths: ClusterPaths,
  port: number,
  binaries: PostgresBinaries,
  account: ServerAccount | undefined,
): Promise<ChildProcess> {
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "fsync=on",
    "full_page_writes=on",
    "synchronous_commit=on",
    "max_connections=60",
    // Statements and row values may hold PHI; the log says what failed, not on what.
    "log_min_error_statement=panic",
    "log_error_verbosity=terse",
    ...paths.settings,
  ].flatMap((setting) => ["-c", setting]);
  const args = ["-D", paths.cluster, "-p", String(port), ...settings];
  const { command, args: line, options } = await launch(account, binaries.postgres, args, [paths.cluster]);
  const log = await open(paths.log, "a", 0o600);
  try {
    // Detached: Ctrl-C in a terminal reaches us alone, and we stop the server after the last entry.
    const child = spawn(command, line, {
      ...options,
      detached: true,
      stdio: ["ignore", log.fd, log.fd],
      env: { LC_ALL: "C" },
    });
    child.once("error", () => undefined);
    child.unref();
    return child;
  } finally {
    await log.close();
  }
}

async function isReady(child: ChildProcess, port: number, password: string): Promise<boolean> {
  const until = Date.now() + START_TIMEOUT_MS;
  while (hasNotEnded(child) && Date.now() < until) {
    const client = await connect(port, password).catch(() => undefined);
    if (client) {
      await client.end();
      return hasNotEnded(child);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

function hasNotEnded(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

/** Fast shutdown: ends sessions and checkpoints; harsher only when that takes too long. */
export async function stopServer(child: ChildProcess): Promise<void> {
  if (!hasNotEnded(child)) return;
  child.ref();
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGINT");
  const force = setTimeout(() => child.kill("SIGQUIT"), STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(force);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === "string")
    throw new AppError("internal", "there is no free port");
  return address.port;
}

async function lastLines(path: string): Promise<string> {
  const text = await readFile(path, "utf8").catch(() => "");
  return text.trimEnd().split("\n").slice(-10).join("\n");
}
