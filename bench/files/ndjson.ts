/** NDJSON through `modicum minimize`, whole and in threads. */
import { execFile } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { promisify } from "node:util";
import { openInput } from "../../src/cli/input.ts";
import { fileOptions } from "../../src/cli/minimize-options.ts";
import { minimizeInBlocks } from "../../src/cli/minimize-parallel.ts";
import { scopeOf } from "../../src/cli/minimize-scope.ts";
import { startThreads } from "../../src/cli/minimize-threads.ts";
import { createLabelBook } from "../../src/catalogue/label-book.ts";
import { Tally } from "../../src/projection/files/tally.ts";
import { madeUpLine } from "../projection-material.ts";

const BIN = new URL("../../bin/modicum.mjs", import.meta.url).pathname;
const PEER = new URL("./parse-stringify.mjs", import.meta.url).pathname;
const LINES_AT_ONCE = 1_000;
const BLOCK_BYTES = 2 ** 20;
const ASKED = { role: "biller", purpose: "HPAYMT", act: "use" } as const;

const run = promisify(execFile);

/** Claims of made-up people, with narratives. Gives the size of the file. */
export async function writeNdjson(file: string, bytes: number): Promise<number> {
  const output = createWriteStream(file);
  let written = 0;
  for (let i = 0; written < bytes;) {
    let text = "";
    for (const until = i + LINES_AT_ONCE; i < until; i++) text += madeUpLine(i);
    written += Buffer.byteLength(text);
    if (!output.write(text)) await once(output, "drain");
  }
  output.end();
  await once(output, "finish");
  return written;
}

/** The command as it is typed, from its start to its end. */
export async function runCommand(from: string, to: string): Promise<void> {
  const { role, purpose } = ASKED;
  await run(process.execPath, [BIN, "minimize", from, "-o", to, "--role", role, "--purpose", purpose]);
}

export async function runParseStringify(from: string, to: string): Promise<void> {
  await run(process.execPath, [PEER, from, to]);
}

export interface ThreadedMinimize {
  /** Minimizes the file, and gives how many bytes came out. */
  minimize(file: string): Promise<number>;
  close(): Promise<void>;
}

/** So many threads, which have begun. */
export async function startMinimizing(threads: number): Promise<ThreadedMinimize> {
  const scoped = await scopeOf(ASKED);
  const tasks = startThreads(threads, { options: ASKED, known: scoped.known, format: "ndjson" });
  const options = fileOptions(scoped, "ndjson", false, createLabelBook(scoped.policy.segments));
  await tasks.tellAll({ kind: "cards", cards: [] });
  return {
    minimize: async (file) => {
      const cut = { quotes: false, blockBytes: BLOCK_BYTES };
      let bytes = 0;
      for await (const part of minimizeInBlocks(openInput(file), cut, tasks, options, new Tally()))
        bytes += part.length;
      return bytes;
    },
    close: () => tasks.close(),
  };
}
