import { readSync } from "node:fs";
import { open, readFile } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { AppError } from "../kernel/errors.ts";

/** Text of a file, or of stdin for `-`. @throws AppError `usage` naming the file */
export async function readInput(file: string): Promise<string> {
  if (file === "-") {
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString("utf8");
  }
  return readFile(file, "utf8").catch((cause: unknown) => {
    throw unreadable(file, cause);
  });
}

/** Bytes of a file, or of stdin for `-`, as they come. INVARIANT: a chunk is not looked at once the next is asked for. */
export function openInput(file: string): AsyncIterable<Uint8Array> {
  return file === "-" ? process.stdin : readable(file);
}

/** What standard input may hold where it is read twice. */
const MOST_HELD_BYTES = 256 * 1024 * 1024;

/**
 * The same bytes as often as they are asked for: a file is opened anew, stdin is kept.
 * @throws AppError `usage` when there is more on stdin than can be kept
 */
export async function openAgain(file: string): Promise<() => AsyncIterable<Uint8Array>> {
  if (file !== "-") return () => readable(file);
  const chunks: Buffer[] = [];
  let held = 0;
  for await (const chunk of process.stdin) {
    chunks.push(chunk as Buffer);
    held += (chunk as Buffer).length;
    if (held > MOST_HELD_BYTES)
      throw new AppError("usage", "there is more on standard input than can be read twice", {
        hint: "give a file: records are labeled by what they refer to, further on too",
      });
  }
  return async function* () {
    yield* chunks;
  };
}

/** As much as a CSV kernel takes at one time, and a core's cache holds. */
const CHUNK_BYTES = 256 * 1024;
/** Chunks of a file between two turns of the event loop: signals are heard, and what was written is told. */
const CHUNKS_A_TURN = 16;

async function* readable(file: string): AsyncGenerator<Uint8Array> {
  const handle = await open(file, "r").catch((cause: unknown) => {
    throw unreadable(file, cause);
  });
  try {
    yield* (await handle.stat()).isFile() ? fromFile(handle) : fromPipe(handle);
  } catch (cause) {
    throw cause instanceof AppError ? cause : unreadable(file, cause);
  } finally {
    await handle.close();
  }
}

/**
 * At once, into the same memory: the system reads ahead by itself, and to hand a chunk over from another thread takes
 * longer than to read it. Fresh memory for each would have the collector run over a whole policy again and again.
 */
async function* fromFile({ fd }: FileHandle): AsyncGenerator<Uint8Array> {
  const memory = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  for (let turn = 1; ; turn++) {
    const bytesRead = readSync(fd, memory, 0, memory.length, null);
    if (bytesRead === 0) return;
    yield memory.subarray(0, bytesRead);
    if (turn % CHUNKS_A_TURN === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}

/** As it comes: whoever writes into it may take their time. */
async function* fromPipe(handle: FileHandle): AsyncGenerator<Uint8Array> {
  const memory = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  for (;;) {
    const { bytesRead } = await handle.read(memory, 0, memory.length, null);
    if (bytesRead === 0) return;
    yield memory.subarray(0, bytesRead);
  }
}

function unreadable(file: string, cause: unknown): AppError {
  return new AppError("usage", `cannot read \`${file}\``, {
    cause,
    hint: "check the path and its permissions",
  });
}
