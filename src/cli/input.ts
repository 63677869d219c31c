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
