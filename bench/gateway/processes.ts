/** Processes that a benchmark starts and ends. */
import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";

export interface Running {
  close(): Promise<void>;
}

/** A port of the loopback interface that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Starts a program whose fault output is this process's own; `close` ends it and waits until it has gone. */
export function start(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Running & { readonly child: ChildProcess } {
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "inherit"],
  });
  // Whatever ends this process, nothing that it started goes on listening.
  const end = (): void => void child.kill("SIGTERM");
  process.once("exit", end);
  return {
    child,
    close: async () => {
      process.off("exit", end);
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

const WAIT_MS = 60_000;
const TRY_MS = 100;

/** Resolves once the address answers with this status. @throws Error after a minute */
export async function answering(url: string, status = 200): Promise<void> {
  const end = Date.now() + WAIT_MS;
  while (Date.now() < end) {
    const response = await fetch(url).catch(() => null);
    await response?.body?.cancel();
    if (response?.status === status) return;
    await new Promise((resolve) => setTimeout(resolve, TRY_MS));
  }
  throw new Error(`\`${url}\` does not answer`);
}
