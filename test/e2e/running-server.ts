import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");
const BIN = join(ROOT, "bin/modicum.mjs");

export interface RunningServer {
  readonly url: string;
  readonly dataDir: string;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Ends it as Ctrl-C does; resolves to the exit code. */
  stop(): Promise<number | null>;
}

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function freshDataDir(): Promise<string> {
  return mkdtemp(join(tmpdir(), "modicum-e2e-"));
}

/** Starts the server as `npm start` does, on a free port, and waits until `/readyz` says so. */
export async function startServer(env: Record<string, string> = {}): Promise<RunningServer> {
  const dataDir = env["MODICUM_DATA"] ?? (await freshDataDir());
  const child = spawn(process.execPath, [BIN, "start"], {
    cwd: ROOT,
    env: { ...cleanEnv(), PORT: "0", MODICUM_DATA: dataDir, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = collect(child);
  const url = await urlOf(child, output.stdout, output.stderr);
  await untilReady(url, child, output.stderr);
  return {
    url,
    dataDir,
    ...output,
    stop: async () => {
      const ended = exitOf(child);
      child.kill("SIGINT");
      return ended;
    },
  };
}

/** Runs `modicum …` to its end. */
export async function modicum(
  args: readonly string[],
  options: { readonly dataDir?: string; readonly env?: Record<string, string>; readonly input?: string } = {},
): Promise<CommandResult> {
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd: ROOT,
    env: { ...cleanEnv(), ...(options.dataDir ? { MODICUM_DATA: options.dataDir } : {}), ...options.env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const output = collect(child);
  child.stdin.end(options.input ?? "");
  const code = await exitOf(child);
  return { code, stdout: output.stdout(), stderr: output.stderr() };
}

export async function removeDataDir(dir: string): Promise<void> {
  await rm(dir, { recursive: true, force: true });
}

/** The machine's own settings must not steer a test. */
function cleanEnv(): NodeJS.ProcessEnv {
  const own = /^(MODICUM_|DATABASE_URL$|HOST$|PORT$|VITEST|NODE_OPTIONS$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
}

function collect(child: ChildProcess): { stdout: () => string; stderr: () => string } {
  const texts = { stdout: "", stderr: "" };
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => (texts.stdout += chunk));
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => (texts.stderr += chunk));
  return { stdout: () => texts.stdout, stderr: () => texts.stderr };
}

function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((settle) => child.once("close", (code) => settle(code)));
}

async function urlOf(child: ChildProcess, stdout: () => string, stderr: () => string): Promise<string> {
  for (;;) {
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(stdout())?.[0];
    if (url !== undefined) return url;
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}: ${stderr()}`);
    await pause(50);
  }
}

async function untilReady(url: string, child: ChildProcess, stderr: () => string): Promise<void> {
  for (;;) {
    const response = await fetch(`${url}/readyz`).catch(() => null);
    if (response?.ok) return;
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}: ${stderr()}`);
    await pause(100);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((settle) => setTimeout(settle, ms));
}
