import { randomUUID } from "node:crypto";
import { type FileHandle, link, mkdir, open, readFile, rename, stat, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AppError } from "../kernel/errors.ts";
import { syncFolder } from "../kernel/sync-folder.ts";

/**
 * Reads a file that only its owner may read; undefined when there is none.
 * @throws AppError `key_unavailable` when others may read it, or when it cannot be read.
 */
export async function readPrivateFile(path: string): Promise<string | undefined> {
  try {
    const { mode } = await stat(path);
    if ((mode & 0o077) !== 0) {
      throw new AppError("key_unavailable", `the key file \`${path}\` is open to others`, {
        hint: `run chmod 600 ${path}, and consider the key exposed`,
      });
    }
    return await readFile(path, "utf8");
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    if (cause instanceof AppError) throw cause;
    throw new AppError("key_unavailable", `the key file \`${path}\` cannot be read`, { cause });
  }
}

/**
 * Writes a file with mode 0600, durable and whole: a crash leaves all of it or nothing.
 * Returns false, leaving it alone, when the file is already there.
 */
export async function createPrivateFile(path: string, text: string): Promise<boolean> {
  const draft = await writeDraft(path, text);
  try {
    await link(draft, path);
  } catch (cause) {
    if (!isCode(cause, "EEXIST")) throw cause;
    return false;
  } finally {
    await unlink(draft);
  }
  await syncFolder(dirname(path));
  return true;
}

/**
 * Puts a whole, durable file in the place of the one that is there, and overwrites what that one held: no copy of a
 * key that was taken out stays behind. File systems that copy on write, and backups, may keep one all the same.
 */
export async function replacePrivateFile(path: string, text: string): Promise<void> {
  const before = await open(path, "r+");
  try {
    await rename(await writeDraft(path, text), path);
    await syncFolder(dirname(path));
    await overwrite(before);
  } finally {
    await before.close();
  }
}

async function overwrite(file: FileHandle): Promise<void> {
  const { size } = await file.stat();
  await file.write(Buffer.alloc(size), 0, size, 0);
  await file.sync();
}

async function writeDraft(path: string, text: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = join(dirname(path), `.${randomUUID()}`);
  const file = await open(draft, "wx", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  return draft;
}

function isMissing(cause: unknown): boolean {
  return isCode(cause, "ENOENT");
}

function isCode(cause: unknown, code: string): boolean {
  return cause instanceof Error && "code" in cause && cause.code === code;
}
