import { type FileHandle, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { LogSource } from "./source.ts";

/** A log in a folder, as `writePack` leaves it. */
export function packSource(folder: string): LogSource {
  const text = async (name: string): Promise<string | null> =>
    (await fileOf(join(folder, name)))?.toString("utf8") ?? null;
  return {
    newest: () => text("checkpoint"),
    key: () => text("key"),
    read: (path) => fileOf(join(folder, "tile", path)),
    // All of them, whatever the size: one that is larger than the newest is a finding.
    history: () => notesIn(join(folder, "checkpoints")),
  };
}

async function fileOf(path: string): Promise<Buffer | null> {
  return readFile(path).catch(() => null);
}

async function* notesIn(path: string): AsyncIterable<string> {
  const file = await open(path).catch(() => null);
  if (file === null) return;
  try {
    yield* notesOf(file);
  } finally {
    await file.close();
  }
}

/** What is torn at the end comes out as it is, and is found to be no checkpoint. */
async function* notesOf(file: FileHandle): AsyncIterable<string> {
  const length = Buffer.alloc(2);
  for (;;) {
    const { bytesRead } = await file.read(length, 0, 2);
    if (bytesRead === 0) return;
    const note = Buffer.alloc(length.readUInt16BE());
    const body = await file.read(note, 0, note.length);
    yield note.subarray(0, body.bytesRead).toString("utf8");
  }
}
