import { mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { syncFolder } from "../../kernel/sync-folder.ts";

/** Room of a fixed size that is there whatever becomes of the disk. */
export interface JournalMedium {
  readonly size: number;
  read(): Promise<Buffer>;
  /** Resolves when the bytes are durable at this offset. */
  write(bytes: Uint8Array, at: number): Promise<void>;
  /** Keeps what stands here beside, under a name of its own, and makes room anew. */
  setAside(name: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * The file at `path`, mode 0600. Where there is none it is made: every byte is written and flushed, so that a disk that
 * fills up later cannot take its room away. @throws the system's error where there is no room.
 */
export async function openJournalFile(path: string, size: number): Promise<JournalMedium> {
  let file = await openOrMake(path, size);
  const actual = (await file.stat()).size;
  return {
    size: actual,
    read: () => readFile(path),
    write: (bytes, at) => writeDurably(file, bytes, at),
    setAside: async (name) => {
      await file.close();
      await rename(path, `${path}.${name}`);
      file = await openOrMake(path, actual);
    },
    close: () => file.close(),
  };
}

async function openOrMake(path: string, size: number): Promise<FileHandle> {
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  if (!isThere) await make(path, size);
  return open(path, "r+");
}

/** Under another name first: a crash leaves the whole file or none. */
async function make(path: string, size: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.draft`;
  await rm(draft, { force: true });
  const file = await open(draft, "wx", 0o600);
  try {
    await writeDurably(file, Buffer.alloc(size), 0);
  } finally {
    await file.close();
  }
  await rename(draft, path);
  await syncFolder(dirname(path));
}

async function writeDurably(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, at + done);
    done += bytesWritten;
  }
  await file.datasync();
}
