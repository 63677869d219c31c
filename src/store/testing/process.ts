import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** A TypeScript program run as a process of its own, whose lines on stdout can be awaited. */
export interface RunningProgram {
  readonly lines: readonly string[];
  /** Resolves at the first line that holds `text`; rejects when the program ends before. */
  saw(text: string): Promise<string>;
  /** Ends it the way a power cut would: no handler runs. */
  kill(): Promise<void>;
}

/** Starts `file` with node and tsx. */
export function runProgram(file: string, args: readonly string[]): RunningProgram {
  const child: ChildProcessByStdio<null, Readable, null> = spawn(
    process.execPath,
    ["--import", "tsx", file, ...args],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const lines: string[] = [];
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const output = createInterface(child.stdout).on("line", (line) => lines.push(line));
  const saw = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = lines.find((line) => line.includes(text));
        if (found !== undefined) resolve(found);
      };
      output.on("line", look);
      void ended.then(() => reject(new Error(`the program ended before it said \`${text}\``)));
      look();
    });
  return {
    lines,
    saw,
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
