/** Runs one file of benchmarks in a process of its own, so that no row bears what another leaves behind. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Outcome } from "./outcome.ts";
import type { Said } from "./row-process.ts";
import type { BenchSettings } from "./types.ts";

const PROGRAM = fileURLToPath(new URL("./row-process.ts", import.meta.url));
const ROOT = join(import.meta.dirname, "../..");
const PLAIN = ["--expose-gc", "--import", "tsx"];
/** Where the peer runs elsewhere, ours has the young generation of `npm start`; one process of both is Node's own. */
const AS_NPM_START = ["--max-semi-space-size=64", ...PLAIN];
const PEER_ELSEWHERE: ReadonlySet<string> = new Set(["record.bench.ts"]);

/**
 * Runs what is wanted of a file, telling of each outcome as it comes; a process that dies is one, too. Returns the names
 * that the file holds.
 */
export function runFile(
  file: string,
  wanted: readonly string[],
  settings: BenchSettings,
  tell: (outcome: Outcome) => void,
): Promise<readonly string[]> {
  return follow(file, [JSON.stringify(settings), ...wanted], tell);
}

/** The names that a file holds, without running any; none where it cannot be read. */
export function namesIn(file: string): Promise<readonly string[]> {
  return follow(file, ["list"], () => undefined);
}

async function follow(
  file: string,
  args: readonly string[],
  tell: (outcome: Outcome) => void,
): Promise<readonly string[]> {
  const execArgv = PEER_ELSEWHERE.has(basename(file)) ? AS_NPM_START : PLAIN;
  const child = fork(PROGRAM, [file, ...args], { cwd: ROOT, execArgv });
  let names: readonly string[] = [];
  let begun: string | null = file;
  child.on("message", (said: Said) => {
    if (said.kind === "names") ({ names } = said);
    if (said.kind === "outcome") tell(said.outcome);
    begun = said.kind === "begun" ? said.name : null;
  });
  const [code, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
  if (code !== 0)
    tell({ kind: "failed", name: begun ?? file, message: `the process ended with \`${code ?? signal}\`` });
  return names;
}
