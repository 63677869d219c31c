import { rmSync } from "node:fs";
import { open, rename, rm, writeFile } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AppError } from "../kernel/errors.ts";
import type { FileProgress, FileSummary } from "../projection/files/types.ts";
import { tell } from "./output.ts";

const INTERRUPTIONS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Writes to stdout as it comes, or to a file that is there whole or not at all, whatever interrupts it.
 * @throws AppError `usage` when the file cannot be written
 */
export async function writeOutput(out: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  if (out === "-") {
    await pipeline(Readable.from(bytes, { objectMode: false }), process.stdout, { end: false });
    return;
  }
  const part = `${out}.part`;
  const unwatch = removeWhenInterrupted(part);
  try {
    await writePart(part, bytes);
    await rename(part, out);
  } catch (cause) {
    await rm(part, { force: true });
    if (cause instanceof AppError) throw cause;
    throw new AppError("usage", `cannot write \`${out}\``, {
      cause,
      hint: "check the path, its permissions and the disk",
    });
  } finally {
    unwatch();
  }
}

/** Leaves no part of a file behind when the process is asked to end; gives what ends the watch. */
function removeWhenInterrupted(part: string): () => void {
  const unwatch = (): void => {
    for (const signal of INTERRUPTIONS) process.off(signal, remove);
  };
  const remove = (signal: NodeJS.Signals): void => {
    rmSync(part, { force: true });
    unwatch();
    // Ends as it would have without the watch, so that a shell sees that it was interrupted.
    process.kill(process.pid, signal);
  };
  for (const signal of INTERRUPTIONS) process.on(signal, remove);
  return unwatch;
}

/** What is gathered before it is written: each call costs as much as tens of kilobytes do. */
const WRITTEN_AT_ONCE_BYTES = 1024 * 1024;

/** Some chunks are written while the next are made. */
async function writePart(part: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const handle = await open(part, "w", 0o600);
  let latest: Promise<void> = Promise.resolve();
  let gathered: Uint8Array[] = [];
  let length = 0;
  const write = async (): Promise<void> => {
    await latest;
    latest = writeAll(handle, gathered, length);
    // Its failure is told when its turn comes.
    latest.catch(() => undefined);
    gathered = [];
    length = 0;
  };
  try {
    for await (const chunk of bytes) {
      gathered.push(chunk);
      length += chunk.length;
      if (length >= WRITTEN_AT_ONCE_BYTES) await write();
    }
    await write();
    await latest;
  } finally {
    await latest.catch(() => undefined);
    await handle.close();
  }
}

async function writeAll(handle: FileHandle, chunks: readonly Uint8Array[], length: number): Promise<void> {
  const { bytesWritten } = await handle.writev(chunks);
  if (bytesWritten < length) await handle.writeFile(Buffer.concat(chunks).subarray(bytesWritten));
}

/** What happened, for the operator: true counts, so never for the recipient of the file. */
export async function writeSummary(file: string | undefined, summary: FileSummary): Promise<void> {
  for (const line of summaryLines(summary)) tell(line);
  for (const bad of summary.bad) tell(`line ${bad.line} was left out: ${bad.problem}`);
  if (summary.badRecords > summary.bad.length)
    tell(`and ${count(summary.badRecords - summary.bad.length)} more lines were left out`);
  if (file !== undefined) await writeFile(file, `${JSON.stringify(summary, null, 2)}\n`, { mode: 0o600 });
}

/** What came of it, in a sentence; and when nothing did, what that can mean. */
export function summaryLines({
  recordsIn,
  recordsOut,
  released,
  withheld,
  unmapped,
}: Pick<FileSummary, "recordsIn" | "recordsOut" | "released" | "withheld" | "unmapped">): readonly string[] {
  const told =
    `${counted(recordsIn, "record")} in, ${count(recordsOut)} out; ${counted(released.length, "element")} came out, ` +
    `${count(Object.keys(withheld).length)} held back, ${counted(Object.keys(unmapped).length, "path")} without an element`;
  if (recordsIn === 0 || recordsOut > 0) return [told];
  return [told, "nothing came out: the policy shows none of it here, or these are no FHIR resources"];
}

/** A progress bar on stderr, for a terminal alone. */
export function progressBar(total: number | undefined): { show(done: FileProgress): void; end(): void } {
  if (!process.stderr.isTTY) return { show: () => undefined, end: () => undefined };
  return {
    show: (done) => process.stderr.write(`\r${barOf(done, total)}\u001B[K`),
    end: () => process.stderr.write("\r\u001B[K"),
  };
}

function barOf({ bytesIn, recordsIn }: FileProgress, total: number | undefined): string {
  const read = `${(bytesIn / 2 ** 20).toFixed(0)} MiB, ${count(recordsIn)} records`;
  if (total === undefined || total === 0) return read;
  const share = Math.min(1, bytesIn / total);
  const full = Math.round(share * 24);
  return `[${"█".repeat(full)}${"░".repeat(24 - full)}] ${(share * 100).toFixed(0)}%  ${read}`;
}

function count(n: number): string {
  return n.toLocaleString("en-US");
}

function counted(n: number, what: string): string {
  return `${count(n)} ${what}${n === 1 ? "" : "s"}`;
}
