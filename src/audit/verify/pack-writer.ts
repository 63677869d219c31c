/** Copies a log into a folder in the layout that a server has, so that it can be checked anywhere, by anybody's tools. */
import { appendFile, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseNote } from "./notes.ts";
import { type LogSource, pathOf, prefixed, TILE } from "./source.ts";
import { VerifyError } from "./verify-error.ts";

export interface PackOptions {
  readonly sealed: boolean;
  readonly onProgress?: (done: number, size: number) => void;
}

/**
 * Writes `checkpoint`, `checkpoints` (the history), `key` and `tile/…` into a folder that is not there yet.
 * Files are readable by their owner alone: entries name people. Returns the size.
 * @throws VerifyError where the folder is there, or a part of the log is not.
 */
export async function writePack(source: LogSource, folder: string, options: PackOptions): Promise<number> {
  await mkdir(folder, { mode: 0o700 }).catch(() => {
    throw new VerifyError(`the folder \`${folder}\` cannot be made`, "name one that is not there yet");
  });
  const newest = await source.newest();
  const size = newest === null ? undefined : parseNote(newest)?.size;
  if (newest === null || size === undefined) throw new VerifyError("the log has no checkpoint yet");
  await write(folder, "checkpoint", Buffer.from(newest));
  await write(folder, "key", Buffer.from((await source.key()) ?? ""));
  await writeHistory(source, folder, size);
  const kinds = options.sealed ? (["entries", "sealed"] as const) : (["entries"] as const);
  for (let index = 0; index * TILE < size; index++) {
    const width = Math.min(TILE, size - index * TILE);
    for (const kind of [0, ...kinds] as const) await copy(source, folder, pathOf(kind, index, width));
    options.onProgress?.(index * TILE + width, size);
  }
  for (
    let level = 1, hashes = Math.floor(size / TILE);
    hashes > 0;
    level++, hashes = Math.floor(hashes / TILE)
  )
    for (let index = 0; index * TILE < hashes; index++)
      await copy(source, folder, pathOf(level, index, Math.min(TILE, hashes - index * TILE)));
  return size;
}

async function writeHistory(source: LogSource, folder: string, size: number): Promise<void> {
  const path = join(folder, "checkpoints");
  let held: Buffer[] = [];
  const flush = async (): Promise<void> => {
    await appendFile(path, Buffer.concat(held), { mode: 0o600 });
    held = [];
  };
  for await (const note of source.history(size)) {
    held.push(prefixed(Buffer.from(note)));
    if (held.length === 1_000) await flush();
  }
  await flush();
}

async function copy(source: LogSource, folder: string, path: string): Promise<void> {
  const bytes = await source.read(path);
  if (bytes === null)
    throw new VerifyError(
      `the log lacks \`tile/${path}\``,
      "verify the server itself: it says what is wrong",
    );
  await write(folder, join("tile", path), bytes);
}

async function write(folder: string, path: string, bytes: Uint8Array): Promise<void> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, bytes, { mode: 0o600, flag: "wx" });
}
