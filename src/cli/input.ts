import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
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

/** Bytes of a file, or of stdin for `-`, as they come. */
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

async function* readable(file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(file);
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function unreadable(file: string, cause: unknown): AppError {
  return new AppError("usage", `cannot read \`${file}\``, {
    cause,
    hint: "check the path and its permissions",
  });
}
