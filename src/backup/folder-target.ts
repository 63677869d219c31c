import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { syncFolder } from "../kernel/sync-folder.ts";
import type { BackupTarget } from "./ports.ts";

/** Backups as files under a folder, which is made, for its owner alone, where there is none. */
export function folderTarget(dir: string): BackupTarget {
  const pathOf = (name: string): string => join(dir, name);
  return {
    put: async (name, bytes) => {
      const path = pathOf(name);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const draft = join(dirname(path), `.${randomUUID()}`);
      try {
        await writeWhole(draft, bytes);
        await rename(draft, path);
      } catch (fault) {
        await rm(draft, { force: true });
        throw fault;
      }
      await syncFolder(dirname(path));
    },
    get: async (name) => ((await isFile(pathOf(name))) ? createReadStream(pathOf(name)) : null),
    list: async (prefix) => {
      const files = await readdir(dir, { recursive: true, withFileTypes: true }).catch(noneIfMissing);
      return files
        .filter((file) => file.isFile() && !basename(file.name).startsWith("."))
        .map((file) => join(file.parentPath, file.name).slice(dir.length + 1))
        .filter((name) => name.startsWith(prefix))
        .toSorted();
    },
    remove: (name) => rm(pathOf(name), { force: true }),
  };
}

async function writeWhole(path: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    for await (const chunk of bytes) await file.write(chunk);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

function noneIfMissing(fault: unknown): [] {
  if (fault instanceof Error && "code" in fault && fault.code === "ENOENT") return [];
  throw fault;
}
