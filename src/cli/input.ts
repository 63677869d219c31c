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

/** As much as a CSV kernel takes at one time. */
const CHUNK_BYTES = 256 * 1024;

/**
 * A chunk is read while the one before is worked on, into memory of the one before that: it lasts until the next is asked
 * for. Fresh memory for each would have the collector run over a whole policy every few hundred chunks.
 */
async function* readable(file: string): AsyncGenerator<Uint8Array> {
  const handle = await open(file, "r").catch((cause: unknown) => {
    throw unreadable(file, cause);
  });
  let [reading, waiting] = [Buffer.allocUnsafeSlow(CHUNK_BYTES), Buffer.allocUnsafeSlow(CHUNK_BYTES)];
  let next = readInto(reading, handle);
  try {
    for (let chunk = await next; chunk.length > 0; chunk = await next) {
      [reading, waiting] = [waiting, reading];
      next = readInto(reading, handle);
      // Its failure is told when its turn comes.
      next.catch(() => undefined);
      yield chunk;
    }
  } catch (cause) {
    throw cause instanceof AppError ? cause : unreadable(file, cause);
  } finally {
    await next.catch(() => undefined);
    await handle.close();
  }
}

async function readInto(memory: Buffer, handle: FileHandle): Promise<Uint8Array> {
  const { bytesRead } = await handle.read(memory, 0, memory.length, null);
  return memory.subarray(0, bytesRead);
}

function unreadable(file: string, cause: unknown): AppError {
  return new AppError("usage", `cannot read \`${file}\``, {
    cause,
    hint: "check the path and its permissions",
  });
}
